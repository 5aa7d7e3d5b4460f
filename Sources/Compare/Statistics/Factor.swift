internal import Measurement

/// How many times something is something else, in words.
enum Factor {
  /// At most two decimals of three digits, without zeros that say nothing: `1.38`, `12.5`, `38`,
  /// `1,234`.
  static func digits(_ value: Double) -> String {
    let magnitude = value.magnitude
    let scale = magnitude < 10 ? 100 : magnitude < 100 ? 10 : 1
    guard let scaled = Int64(exactly: (magnitude * Double(scale)).rounded()) else { return "n/a" }
    let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
    // A one in front keeps the zeros between the point and the digits.
    var fraction = String(String(Int64(scale) + rest).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + HumanFormat.count(whole) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// An advantage as a factor of the other's figure: `1.38 times`, or `1/1.38 of` where less is
  /// better.
  static func of(_ advantage: Double, _ direction: Direction) -> String {
    switch direction {
    case .higherIsBetter: "\(digits(advantage)) times"
    case .lowerIsBetter: "1/\(digits(advantage)) of"
    }
  }

  /// Names in a row: `a`, `a and b`, `a, b and c`.
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A part in percent: `5 %`.
  static func percent(_ part: Double) -> String { digits(part * 100) + " %" }
}
