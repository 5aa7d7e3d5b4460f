/// A value on the command line that cannot be read; the option's name is added by its table.
struct BadValue: Error, Equatable {
  /// What is wrong, with the offending word in quotes.
  let message: String

  /// How a good value looks.
  let hint: String?

  /// Where in the value it is wrong, if that needs to be shown.
  let excerpt: Excerpt?

  init(_ message: String, hint: String? = nil, excerpt: Excerpt? = nil) {
    self.message = message
    self.hint = hint
    self.excerpt = excerpt
  }
}

/// A decimal number with a unit behind it (`1.5s`, `16KiB`), read without rounding.
///
/// Binary floating point has no exact 0.1, and a command line that says 100 ms must mean it;
/// so the digits are kept as an integer and a count of decimals.
struct NumberWithUnit: Equatable {
  /// All digits, the point left out: 15 for `1.5`.
  let digits: Int

  /// How many of the digits stand behind the point: 1 for `1.5`.
  let decimals: Int

  /// Whatever follows the number, as written; empty for a plain number.
  let unit: String

  /// Reads `text`; `nil` if it does not begin with a digit or the digits do not fit an `Int`.
  init?(_ text: String) {
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
  func scaled(by scale: Int) -> Int? {
    var (product, overflowed) = digits.multipliedReportingOverflow(by: scale)
    if overflowed { return nil }
    for _ in 0..<decimals {
      guard product % 10 == 0 else { return nil }
      product /= 10
    }
    return product
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value - 48) : nil
  }
}
