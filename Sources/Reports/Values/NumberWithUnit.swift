/// A decimal number with a unit behind it (`1.5s`, `16KiB`), read without rounding.
///
/// Binary floating point has no exact 0.1, and a command line that says 100 ms must mean it;
/// so the digits are kept as an integer and a count of decimals.
package struct NumberWithUnit: Equatable {
  /// All digits, the point left out: 15 for `1.5`.
  package let digits: Int

  /// How many of the digits stand behind the point: 1 for `1.5`.
  package let decimals: Int

  /// Whatever follows the number, as written; empty for a plain number.
  package let unit: String

  /// Reads `text`; `nil` if it does not begin with a digit or the digits do not fit an `Int`.
  package init?(_ text: String) {
    var digits = 0
    var decimals = 0
    var afterPoint = false
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == ".", !afterPoint {
        afterPoint = true
      } else if let digit = Self.digit(scalar) {
        let (tens, overflowed) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(digit)
        if overflowed || carried { return nil }
        digits = sum
        if afterPoint { decimals += 1 }
      } else {
        break
      }
      rest.removeFirst()
    }
    // "." and "1." are typing accidents, ".5" is not how this program writes numbers.
    guard let first = text.unicodeScalars.first, Self.digit(first) != nil else { return nil }
    guard !afterPoint || decimals > 0 else { return nil }
    self.digits = digits
    self.decimals = decimals
    unit = String(String.UnicodeScalarView(rest))
  }

  /// The number times `scale`, exactly; `nil` if it overflows or leaves a fraction.
  package func scaled(by scale: Int) -> Int? {
    var (product, overflowed) = digits.multipliedReportingOverflow(by: scale)
    if overflowed { return nil }
    for _ in 0..<decimals {
      guard product % 10 == 0 else { return nil }
      product /= 10
    }
    return product
  }

  /// The number as the nearest binary one, its unit left out.
  package var value: Double { Double(digits) / divisor }

  /// Ten to the power of the decimals.
  package var divisor: Double { (0..<decimals).reduce(1) { power, _ in power * 10 } }

  /// Reads a number that has no unit; `nil` if it is none or has one.
  package static func plain(_ text: some StringProtocol) -> Double? {
    guard let number = NumberWithUnit(String(text)), number.unit.isEmpty else { return nil }
    return number.value
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value - 48) : nil
  }
}
