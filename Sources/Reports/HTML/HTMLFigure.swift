internal import Measurement

/// Figures as the page shows them: rounded for people, exact for programs.
package enum HTMLFigure {
  /// A figure of the record.
  ///
  /// - Parameters:
  ///   - way: its place in the record, keys and indices joined by points.
  ///   - value: the figure, exact.
  ///   - shown: the same for people.
  package static func data(_ way: String, _ value: Double, _ shown: String) -> Markup {
    "<data value=\"\(shortest(value))\" data-figure=\"\(way)\">\(shown)</data>"
  }

  /// A count: `1,234`.
  package static func count(_ way: String, _ value: Int) -> Markup {
    "<data value=\"\(value)\" data-figure=\"\(way)\">\(HumanFormat.count(value))</data>"
  }

  /// A latency in microseconds: `1.24 ms`.
  package static func latency(_ way: String, _ microseconds: Double) -> Markup {
    data(way, microseconds, ChartUnit.microseconds.reading(microseconds))
  }

  /// A rate: `20,001/s`.
  package static func rate(_ way: String, _ perSecond: Double) -> Markup {
    data(way, perSecond, ChartUnit.perSecond.reading(perSecond))
  }

  /// A time in seconds: `10 s`.
  package static func seconds(_ way: String, _ seconds: Double) -> Markup {
    data(way, seconds, duration(seconds))
  }

  /// A part of a whole: `38.2%`.
  package static func share(_ way: String, _ share: Double) -> Markup {
    data(way, share, percent(share))
  }

  /// `38.2%`.
  package static func percent(_ share: Double) -> String {
    trimmed(share * 100, share < 0.1 ? 2 : 1) + "%"
  }

  /// `250 ms`, `10 s`, `10.002 s`, `5 min`.
  package static func duration(_ seconds: Double) -> String {
    seconds >= 1 || seconds == 0
      ? ChartUnit.seconds.tick(seconds) : HumanFormat.duration(nanoseconds: seconds * 1e9)
  }

  /// `64 bytes`, `23.5 GiB`.
  package static func memory(_ bytes: Double) -> String {
    for (scale, name) in [(1024.0 * 1024 * 1024, "GiB"), (1024 * 1024, "MiB"), (1024, "KiB")]
    where bytes >= scale {
      return trimmed(bytes / scale, 1) + "\u{A0}" + name
    }
    return HumanFormat.count(rounding: bytes) + " bytes"
  }

  /// `closed_early` as `closed early`.
  package static func words(_ key: String) -> String {
    String(key.map { $0 == "_" ? " " : $0 })
  }
}
