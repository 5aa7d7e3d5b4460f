/// Rates as people write them: `20000/s`, `20k/s`, `1.5M/s`, `600/m`; a plain number is
/// per second.
package enum RateText {
  private static let hint = "write it like 20000/s, 20k/s or 600/m"

  /// The highest rate that is taken for one.
  private static let highest = 1e9

  /// Reads a rate of zero or more, per second.
  package static func parse(_ text: String) throws(BadValue) -> Double {
    guard let number = NumberWithUnit(text) else {
      throw BadValue("'\(text)' is not a rate", hint: hint)
    }
    guard let (times, seconds) = scale(number.unit) else {
      throw BadValue("'\(text)' has no unit of rate: '\(number.unit)'", hint: hint)
    }
    // One rounding, at the end.
    let rate = Double(number.digits) * times / (seconds * number.divisor)
    guard rate <= highest else {
      throw BadValue("'\(text)' is out of range", hint: "at most 1000000000/s")
    }
    return rate
  }

  /// Reads a rate of more than nothing.
  package static func parsePositive(_ text: String) throws(BadValue) -> Double {
    let rate = try parse(text)
    guard rate > 0 else {
      throw BadValue("'\(text)' sends nothing at all", hint: "give more than zero")
    }
    return rate
  }

  private static func scale(_ unit: String) -> (times: Double, seconds: Double)? {
    let multiples = ["": 1.0, "k": 1e3, "M": 1e6]
    let periods = ["": 1.0, "s": 1, "m": 60, "h": 3600]
    guard let slash = unit.firstIndex(of: "/") else { return multiples[unit].map { ($0, 1) } }
    let period = String(unit[unit.index(after: slash)...])
    guard let times = multiples[String(unit[..<slash])], !period.isEmpty,
      let seconds = periods[period]
    else { return nil }
    return (times, seconds)
  }
}
