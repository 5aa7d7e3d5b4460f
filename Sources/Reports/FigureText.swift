internal import Measurement

/// Reads a decimal number of digits and at most one point: no sign, no exponent, no `inf`.
func parsedDecimal(_ text: Substring) -> Double? {
  let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
    return nil
  }
  guard let number = Double(text), number.isFinite else { return nil }
  return number
}

/// A number with so many decimals: `1.50`.
///
/// - Parameter places: 0...6.
func decimal(_ value: Double, places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded()
  guard let whole = Int64(exactly: scaled) else { return HumanFormat.count(rounding: value) }
  let sign = value < 0 && whole > 0 ? "-" : ""
  let unit = Int64(scale)
  guard places > 0 else { return sign + HumanFormat.count(whole) }
  let fraction = String(whole % unit)
  let zeros = String(repeating: "0", count: places - fraction.count)
  return "\(sign)\(HumanFormat.count(whole / unit)).\(zeros)\(fraction)"
}

/// A number without `.0` at its end: `99`, `99.9`.
func shortest(_ value: Double) -> String {
  Int64(exactly: value).map { "\($0)" } ?? "\(value)"
}
