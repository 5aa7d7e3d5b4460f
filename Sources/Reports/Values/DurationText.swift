/// Durations as people write them: `250us`, `500ms`, `10s`, `2m`, `1h`; a plain
/// number is seconds.
package enum DurationText {
  /// The units and their length in nanoseconds.
  private static let units: [(name: String, nanoseconds: Int)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
    ("s", 1_000_000_000), ("", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]

  private static let hint = "write it like 250us, 500ms, 10s or 2m; a plain number is seconds"

  /// The longest duration that is taken for one: a few of them and a time of day together are still
  /// far from what 64 bits of nanoseconds hold.
  private static let longest = Duration.seconds(8760 * 3600)

  /// Reads a duration, zero included.
  package static func parse(_ text: String) throws(BadValue) -> Duration {
    let duration = try parseUnlimited(text)
    guard duration <= longest else {
      throw BadValue("'\(text)' is too long a duration", hint: "at most 8760h, which is a year")
    }
    return duration
  }

  /// Reads a duration however long it is, for who has a limit of their own.
  package static func parseUnlimited(_ text: String) throws(BadValue) -> Duration {
    guard let number = NumberWithUnit(text) else {
      throw BadValue("'\(text)' is not a duration", hint: hint)
    }
    guard let unit = units.first(where: { $0.name == number.unit }) else {
      throw BadValue("'\(text)' has no unit of time: '\(number.unit)'", hint: hint)
    }
    guard let nanoseconds = number.scaled(by: unit.nanoseconds) else {
      throw BadValue("'\(text)' is too long or too fine a duration", hint: hint)
    }
    return .nanoseconds(nanoseconds)
  }

  /// Reads a duration that must be more than nothing.
  package static func parsePositive(_ text: String) throws(BadValue) -> Duration {
    let duration = try parse(text)
    guard duration > .zero else {
      throw BadValue("'\(text)' leaves no time at all", hint: "give more than zero")
    }
    return duration
  }

  /// Reads a deadline that can be switched off; `off` and `0` are both `nil`.
  package static func parseDeadline(_ text: String) throws(BadValue) -> Duration? {
    if text == "off" { return nil }
    let duration = try parse(text)
    return duration == .zero ? nil : duration
  }
}
