/// What a gate compares with.
enum GateThreshold: Equatable {
  /// In the unit of the metric: microseconds, a count, messages per second, a share.
  case value(Double)
  /// So many times the rate that the plan wanted.
  case ofTarget(Double)

  private static let units: [(name: String, microseconds: Double)] = [
    ("ns", 1e-3), ("us", 1), ("µs", 1), ("μs", 1), ("ms", 1e3), ("s", 1e6), ("m", 60e6),
    ("h", 3600e6),
  ]

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
  private static func duration(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = gate.value.text
    let digits = word.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let hint = "write a duration with its unit: 250us, 5ms, 1.5s"
    guard let number = parsedDecimal(digits) else {
      throw gate.wrongValue("'\(word)' is not a duration", hint: hint)
    }
    let name = word.dropFirst(digits.count)
    guard let unit = units.first(where: { $0.name == name }) else {
      throw gate.wrongValue(
        name.isEmpty ? "'\(word)' has no unit" : "'\(name)' is not a unit of time", hint: hint)
    }
    return number * unit.microseconds
  }

  private static func count(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = gate.value.text
    guard !word.contains("."), let number = parsedDecimal(word) else {
      throw gate.wrongValue("'\(word)' is not a count", hint: "write a whole number: 0, 100")
    }
    return number
  }

  /// `10000/s`, `10000`, `0.99*target` or `target`.
  private static func rate(_ gate: GateText) throws(GateSyntaxError) -> GateThreshold {
    let word = gate.value.text
    if word == "target" { return .ofTarget(1) }
    if word.hasSuffix("target") {
      var factor = word.dropLast("target".count)
      while factor.last == " " { factor.removeLast() }
      if factor.popLast() == "*" {
        while factor.last == " " { factor.removeLast() }
        if let number = parsedDecimal(factor) { return .ofTarget(number) }
      }
    }
    guard let number = parsedDecimal(word.hasSuffix("/s") ? word.dropLast(2) : word) else {
      throw gate.wrongValue(
        "'\(word)' is not a rate", hint: "write it like 10000/s or 0.99*target")
    }
    return .value(number)
  }

  private static func share(_ gate: GateText) throws(GateSyntaxError) -> Double {
    let word = gate.value.text
    guard let number = parsedDecimal(word) else {
      throw gate.wrongValue(
        "'\(word)' is not a share of a core", hint: "write a fraction: 0.8 is 80 % of a core")
    }
    return number
  }
}
