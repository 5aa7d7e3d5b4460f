/// Figures as people read them: three significant digits and a fitting unit.
///
/// For tables on a terminal; machines get plain numbers with the unit in their key. Independent of
/// the locale: point for decimals, comma for thousands.
public enum HumanFormat {
  /// A duration: `142 ns`, `142 µs`, `1.24 ms`, `2.01 s`, `4,320 s`.
  ///
  /// - Parameter nanoseconds: Any number; one that is not finite gives `n/a`.
  public static func duration(nanoseconds: Double) -> String {
    scaled(nanoseconds, [(1, "ns"), (1e3, "µs"), (1e6, "ms"), (1e9, "s")])
  }

  /// A duration of whole nanoseconds; see ``duration(nanoseconds:)-(Double)``.
  public static func duration(nanoseconds: UInt64) -> String {
    duration(nanoseconds: Double(nanoseconds))
  }

  /// A byte rate in decimal units: `512 B/s`, `48.0 MB/s`, `1.20 GB/s`.
  ///
  /// - Parameter bytesPerSecond: Any number; one that is not finite gives `n/a`.
  public static func byteRate(_ bytesPerSecond: Double) -> String {
    scaled(
      bytesPerSecond,
      [(1, "B/s"), (1e3, "kB/s"), (1e6, "MB/s"), (1e9, "GB/s"), (1e12, "TB/s")])
  }

  /// A whole number with commas between its thousands: `1,234,567`.
  public static func count(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var grouped = value < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0 && (digits.count - place) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// A rate or another fraction as a whole number with commas: `123,457`.
  ///
  /// - Parameter value: Rounded to the nearest; not finite or beyond 2⁶³ gives `n/a`.
  public static func count(rounding value: Double) -> String {
    Int64(exactly: value.rounded()).map { count($0) } ?? "n/a"
  }

  /// Picks the unit that leaves fewer than four digits before the point.
  private static func scaled(_ value: Double, _ units: [(scale: Double, name: String)]) -> String {
    guard value.isFinite else { return "n/a" }
    let sign = value < 0 ? "-" : ""
    let magnitude = value.magnitude
    // What is counted in the base unit is whole: `5 ns`, not `5.00 ns`.
    if magnitude < 1000, magnitude == magnitude.rounded() {
      return "\(sign)\(count(rounding: magnitude)) \(units[0].name)"
    }
    for unit in units {
      if let digits = threeDigits(magnitude / unit.scale) { return "\(sign)\(digits) \(unit.name)" }
    }
    let largest = units[units.count - 1]
    return "\(sign)\(count(rounding: magnitude / largest.scale)) \(largest.name)"
  }

  /// Three significant digits, or nil if rounding gives 1000 or more: then it is the next unit's.
  private static func threeDigits(_ value: Double) -> String? {
    for (decimals, power) in [(2, 100), (1, 10), (0, 1)] {
      let rounded = (value * Double(power)).rounded()
      guard rounded < 1000 else { continue }
      let whole = Int(rounded)
      if decimals == 0 { return String(whole) }
      let fraction = String(whole % power)
      let zeros = String(repeating: "0", count: decimals - fraction.count)
      return "\(whole / power).\(zeros)\(fraction)"
    }
    return nil
  }
}
