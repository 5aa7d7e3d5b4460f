#if canImport(Glibc)
  internal import Glibc
#endif

/// Numbers as decimal text, the same in every locale.
enum DecimalText {
  /// A number with so many digits behind the point: `12.50`.
  ///
  /// - Parameter decimals: 0...9.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let power = pow(10, Double(decimals))
    guard let scaled = Int64(exactly: (value * power).rounded()) else {
      return value.isFinite ? "\(value)" : "n/a"
    }
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// The same without zeros at its end: `12.5`, `12`.
  static func trimmed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    guard decimals > 0, text.contains("."), !text.contains("e") else { return text }
    let bare = text.reversed().drop { $0 == "0" }
    return String((bare.first == "." ? bare.dropFirst() : bare).reversed())
  }

  /// A part of a whole as percent, for a place in a drawing: `12.34%`.
  static func place(_ share: Double) -> String { trimmed(share * 100, 2) + "%" }
}
