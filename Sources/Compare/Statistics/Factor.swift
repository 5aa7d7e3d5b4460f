internal import Measurement

/// How many times something is something else, in words.
enum Factor {
  /// Three significant digits without zeros that say nothing: `1.38`, `12.5`, `38`, `1,234`.
  static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "n/a" }
    let magnitude = value.magnitude
    let places = magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0
    let scale = [1.0, 10, 100][places]
    let scaled = (magnitude * scale).rounded()
    guard let whole = Int64(exactly: scaled / scale < 1e15 ? (scaled / scale).rounded(.down) : 1e15)
    else { return "n/a" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    var fraction = places == 0 ? "" : String(Int64(scaled) % Int64(scale))
    while !fraction.isEmpty && fraction.count < places { fraction = "0" + fraction }
    while fraction.hasSuffix("0") { fraction.removeLast() }
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
