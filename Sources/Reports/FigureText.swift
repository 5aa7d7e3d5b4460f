internal import Measurement

/// A number with so many decimals: `1.50`, `1,234.5`.
///
/// - Parameters:
///   - places: 0...10.
///   - isGrouped: whether its thousands have commas between them.
package func decimal(_ value: Double, places: Int, isGrouped: Bool = true) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded()
  guard let digits = Int64(exactly: scaled) else { return HumanFormat.count(rounding: value) }
  let (whole, rest) = digits.quotientAndRemainder(dividingBy: Int64(scale))
  let sign = value < 0 && digits > 0 ? "-" : ""
  let number = sign + (isGrouped ? HumanFormat.count(whole) : "\(whole)")
  guard places > 0 else { return number }
  let fraction = String(rest)
  return number + "." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// A number with at most so many decimals and no zeros at their end: `12.5`, `12`.
package func trimmed(_ value: Double, _ places: Int) -> String {
  let text = decimal(value, places: places, isGrouped: false)
  guard text.contains(".") else { return text }
  let bare = text.reversed().drop { $0 == "0" }
  return String((bare.first == "." ? bare.dropFirst() : bare).reversed())
}

/// A number as short as it can be and still be read back the same, without `.0` at its end: `99`,
/// `99.9`.
package func shortest(_ value: Double) -> String {
  Int64(exactly: value).map { "\($0)" } ?? "\(value)"
}

/// So many things: `1 connection`, `2,000 connections`.
package func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(HumanFormat.count(count)) \(count == 1 ? one : many ?? one + "s")"
}
