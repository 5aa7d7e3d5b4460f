import Reports
import Stress

/// Rates that change: `0/s..50000/s:30s` for a ramp, `10000/s,20000/s:10s` for steps.
enum ProfileText {
  private static let rampHint = "write it like 0/s..50000/s:30s"
  private static let stepsHint = "write it like 10000/s,20000/s,40000/s:10s, each step that long"

  /// Reads a ramp: from, to, and in how long.
  static func parseRamp(_ text: String) throws(BadValue) -> RateProfile {
    let (rates, time) = try split(text, hint: rampHint)
    guard let (low, high) = rates.splitRange() else {
      throw rates.bad("'\(rates.text)' is not a ramp from one rate to another", hint: rampHint)
    }
    let from = try low.read(RateText.parse)
    let to = try high.read(RateText.parse)
    guard from > 0 || to > 0 else {
      throw rates.bad("'\(rates.text)' sends nothing at all", hint: rampHint)
    }
    return .ramp(from: from, to: to, over: try time.read(DurationText.parsePositive))
  }

  /// Reads steps: one rate after the other, and how long each lasts.
  static func parseSteps(_ text: String) throws(BadValue) -> RateProfile {
    let (rates, time) = try split(text, hint: stepsHint)
    var steps: [Double] = []
    for part in rates.split(at: ",") {
      if part.text.isEmpty { throw part.bad("a rate is missing", hint: stepsHint) }
      steps.append(try part.read(RateText.parsePositive))
    }
    return .steps(steps, each: try time.read(DurationText.parsePositive))
  }

  private static func split(
    _ text: String, hint: String
  ) throws(BadValue) -> (rates: ValuePart, time: ValuePart) {
    guard let (rates, time) = ValuePart(text).splitLast(at: ":") else {
      throw BadValue("'\(text)' does not say how long", hint: hint)
    }
    if time.text.isEmpty { throw time.bad("a time is missing", hint: hint) }
    return (rates, time)
  }
}
