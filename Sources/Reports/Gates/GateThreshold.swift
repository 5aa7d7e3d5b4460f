/// What a gate compares with.
enum GateThreshold: Equatable {
  /// In the unit of the metric: microseconds, a count, messages per second, a share.
  case value(Double)
  /// So many times the rate that the plan wanted.
  case ofTarget(Double)

  /// Reads the value of a gate, as its metric wants it.
  init(_ gate: GateText, for metric: GateMetric) throws(GateSyntaxError) {
    switch metric {
    case .latency: self = try .value(Self.duration(gate))
    case .errors, .mismatches, .unsent: self = try .value(Self.count(gate))
    case .rate: self = try Self.rate(gate)
    case .cpu: self = try .value(Self.share(gate))
    }
  }

  /// Microseconds of `5ms`.
  ///
  /// Seconds are not taken for granted: a latency is rarely one.
  private static func duration(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = String(gate.value.text)
    let hint = "write a duration with its unit: 250us, 5ms, 1.5s"
    guard NumberWithUnit.plain(word) == nil else {
      throw gate.wrongValue("'\(word)' has no unit", hint: hint)
    }
    do throws(BadValue) {
      return try DurationText.parse(word) / .microseconds(1)
    } catch {
      throw gate.wrongValue(error.message, hint: hint)
    }
  }

  private static func count(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = gate.value.text
    guard !word.contains("."), let number = NumberWithUnit.plain(word) else {
      throw gate.wrongValue("'\(word)' is not a count", hint: "write a whole number: 0, 100")
    }
    return number
  }

  /// `10000/s`, `20k/s`, `10000`, `0.99*target` or `target`.
  private static func rate(_ gate: GateText) throws(GateSyntaxError) -> GateThreshold {
    let word = gate.value.text
    if word == "target" { return .ofTarget(1) }
    if word.hasSuffix("target") {
      var factor = word.dropLast("target".count)
      while factor.last == " " { factor.removeLast() }
      if factor.popLast() == "*" {
        while factor.last == " " { factor.removeLast() }
        if let number = NumberWithUnit.plain(factor) { return .ofTarget(number) }
      }
    }
    do throws(BadValue) {
      return .value(try RateText.parse(String(word)))
    } catch {
      throw gate.wrongValue(error.message, hint: "write it like 10000/s, 20k/s or 0.99*target")
    }
  }

  private static func share(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = gate.value.text
    guard let number = NumberWithUnit.plain(word) else {
      throw gate.wrongValue(
        "'\(word)' is not a share of a core", hint: "write a fraction: 0.8 is 80 % of a core")
    }
    return number
  }
}
