internal import Measurement

/// What the values of an axis are, and how they are written.
package enum ChartUnit: Sendable, Equatable {
  /// Time since a beginning, in seconds.
  case seconds
  /// Durations, in microseconds.
  case microseconds
  /// Something per second.
  case perSecond
  /// Things.
  case count
  /// Plain numbers.
  case number
  /// Sizes, in bytes.
  case bytes
  /// Bytes per second.
  case bytesPerSecond
  /// 1 / (1 - p) of a percentile p: 1 is p0, 100 is p99.
  case percentile

  /// A value beside a tick of the axis: as short as it can be.
  package func tick(_ value: Double) -> String {
    switch self {
    case .seconds: Self.clock(value)
    case .microseconds: Self.duration(value)
    case .perSecond: value == 0 ? "0" : Self.short(value) + "/s"
    case .count: Self.short(value)
    case .number: trimmed(value, 3)
    case .bytes: Self.size(value)
    case .bytesPerSecond: value == 0 ? "0" : Self.short(value) + "B/s"
    case .percentile: Self.percentile(value) + "%"
    }
  }

  /// A value in a sentence or a read-out: three digits at least, and its unit.
  package func reading(_ value: Double) -> String {
    switch self {
    case .seconds: Self.clock(value)
    case .microseconds: HumanFormat.duration(nanoseconds: value * 1000)
    case .perSecond:
      value > 0 && value < 100
        ? trimmed(value, 2) + "/s" : HumanFormat.count(rounding: value) + "/s"
    case .count: HumanFormat.count(rounding: value)
    case .number: trimmed(value, 3)
    case .bytes: Self.size(value)
    case .bytesPerSecond: HumanFormat.byteRate(value)
    case .percentile: "p" + Self.percentile(value)
    }
  }

  /// `0`, `250 ns`, `1.5 ms`, `10 s`.
  private static func duration(_ microseconds: Double) -> String {
    if microseconds == 0 { return "0" }
    for (scale, name) in [(0.001, "ns"), (1, "µs"), (1e3, "ms")]
    where microseconds.magnitude < scale * 999.5 {
      return "\(trimmed(microseconds / scale, 3))\u{A0}\(name)"
    }
    return "\(trimmed(microseconds / 1e6, 3))\u{A0}s"
  }

  /// `250`, `20k`, `1.5M`.
  private static func short(_ value: Double) -> String {
    for (scale, name) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    where value.magnitude >= scale * 0.999_5 {
      return trimmed(value / scale, 3) + "\u{A0}" + name
    }
    return trimmed(value, 3)
  }

  /// `0`, `64 B`, `1 KiB`, `2.5 MiB`.
  private static func size(_ bytes: Double) -> String {
    if bytes == 0 { return "0" }
    for (scale, name) in [(1_073_741_824.0, "GiB"), (1_048_576, "MiB"), (1024, "KiB")]
    where bytes >= scale * 0.999_5 {
      return trimmed(bytes / scale, bytes < scale * 100 ? 1 : 0) + "\u{A0}" + name
    }
    return trimmed(bytes, 2) + "\u{A0}B"
  }

  /// `0.5 s`, `90 s`, `5 min`, `2:30 min`, `1:05 h`.
  private static func clock(_ seconds: Double) -> String {
    guard seconds >= 120, let whole = Int(exactly: seconds.rounded()) else {
      return trimmed(seconds, 3) + "\u{A0}s"
    }
    func pair(_ large: Int, _ small: Int, _ unit: String) -> String {
      small == 0
        ? "\(large)\u{A0}\(unit)" : "\(large):\(small < 10 ? "0" : "")\(small)\u{A0}\(unit)"
    }
    if whole < 7200 || whole % 60 != 0 { return pair(whole / 60, whole % 60, "min") }
    return pair(whole / 3600, whole / 60 % 60, "h")
  }

  /// `0`, `50`, `99`, `99.9`: as many nines as it has.
  private static func percentile(_ inverse: Double) -> String {
    guard inverse > 1 else { return "0" }
    // Ten nines are more than a double can tell from a hundred.
    let inverse = min(inverse, 1e9)
    var decimals = 0
    var bound = 50.0
    while inverse > bound, decimals < 9 {
      decimals += 1
      bound *= 10
    }
    // Never 100: what is drawn at the end is the last message, not more.
    return trimmed(100 - 100 / inverse, decimals + 1)
  }
}
