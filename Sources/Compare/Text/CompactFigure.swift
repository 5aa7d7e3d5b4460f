internal import Measurement
internal import Reports

/// Figures in as few characters as three digits and a unit need, for tables of a hundred columns.
enum CompactFigure {
  /// A figure in its unit: `41.2k`, `1.24ms`, `9.1KiB`.
  static func text(_ value: Double, _ unit: FigureKey.Unit) -> String {
    let (number, unit) = parts(value, unit)
    return number + unit
  }

  /// An interval, the unit once where both ends have the same: `40.1–42.3k`.
  static func interval(_ low: Double, _ high: Double, _ unit: FigureKey.Unit) -> String {
    let (lower, upper) = (parts(low, unit), parts(high, unit))
    let first =
      lower.unit == upper.unit || lower.number == "0" ? lower.number : lower.number + lower.unit
    return "\(first)–\(upper.number)\(upper.unit)"
  }

  /// Two figures of the same kind that belong together: `0.18/4.31`.
  static func pair(_ first: Double?, _ second: Double?) -> String? {
    guard let first, let second else { return nil }
    return "\(short(first))/\(short(second))"
  }

  /// At most two decimals: what is below a hundredth is nothing.
  private static func short(_ value: Double) -> String {
    if value < 9.995 { return trimmed(value, 2) }
    if value < 99.95 { return trimmed(value, 1) }
    let (number, unit) = parts(value, .count)
    return number + unit
  }

  /// The number and its unit, of which there is none for what is counted.
  private static func parts(
    _ value: Double, _ unit: FigureKey.Unit
  ) -> (number: String, unit: String) {
    switch unit {
    case .perSecond, .count: scaled(value, [(1, ""), (1e3, "k"), (1e6, "M"), (1e9, "G")])
    case .bytesPerSecond:
      scaled(value, [(1, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB")])
    case .microseconds: duration(value)
    case .milliseconds: duration(value * 1000)
    case .bytes:
      scaled(value, [(1, "B"), (1024, "KiB"), (1_048_576, "MiB"), (1_073_741_824, "GiB")])
    case .perMessage: (short(value), "")
    }
  }

  private static func duration(_ microseconds: Double) -> (number: String, unit: String) {
    if microseconds == 0 { return ("0", "") }
    return scaled(microseconds, [(0.001, "ns"), (1, "µs"), (1e3, "ms"), (1e6, "s")])
  }

  /// Three digits, or all those before the point, in the unit that leaves fewest.
  private static func scaled(
    _ value: Double, _ units: [(scale: Double, name: String)]
  ) -> (number: String, unit: String) {
    let unit = units.last { value >= $0.scale * 0.9995 } ?? units[0]
    let number = value / unit.scale
    let places = number < 9.995 ? 2 : number < 99.95 ? 1 : 0
    // What is counted in the first unit is whole where it is.
    let isWhole = number == number.rounded() && unit.scale == units[0].scale
    return (decimal(number, places: isWhole ? 0 : places), unit.name)
  }
}
