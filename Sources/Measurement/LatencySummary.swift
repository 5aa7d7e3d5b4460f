/// The figures of a latency distribution that a table or a report shows.
///
/// In nanoseconds; ``microseconds`` has the same in microseconds.
public struct LatencySummary: Sendable, Equatable {
  /// The smallest latency, exact, in nanoseconds.
  public let min: UInt64
  /// The arithmetic mean, in nanoseconds.
  public let mean: Double
  /// The median, in nanoseconds.
  public let p50: UInt64
  /// What 90 % do not exceed, in nanoseconds.
  public let p90: UInt64
  /// What 99 % do not exceed, in nanoseconds.
  public let p99: UInt64
  /// What 99.9 % do not exceed, in nanoseconds.
  public let p999: UInt64
  /// What 99.99 % do not exceed, in nanoseconds.
  public let p9999: UInt64
  /// The largest latency, exact, in nanoseconds.
  public let max: UInt64

  /// Reads the figures off a histogram.
  ///
  /// - Parameter histogram: Latencies in nanoseconds; an empty one gives zeros.
  public init(_ histogram: Histogram) {
    min = histogram.min
    mean = histogram.mean
    p50 = histogram.percentile(50)
    p90 = histogram.percentile(90)
    p99 = histogram.percentile(99)
    p999 = histogram.percentile(99.9)
    p9999 = histogram.percentile(99.99)
    max = histogram.max
  }

  /// One figure under the name that reports and the `latency_us` object of `--json` use.
  public struct Figure: Sendable, Equatable {
    /// The name: `min`, `mean`, `p50`, `p90`, `p99`, `p99_9`, `p99_99` or `max`.
    public let name: String
    /// The latency, in microseconds.
    public let microseconds: Double
  }

  /// All eight figures in microseconds, from the smallest to the largest, `mean` second.
  public var microseconds: [Figure] {
    [
      Figure(name: "min", microseconds: Self.microseconds(min)),
      Figure(name: "mean", microseconds: mean / 1000),
      Figure(name: "p50", microseconds: Self.microseconds(p50)),
      Figure(name: "p90", microseconds: Self.microseconds(p90)),
      Figure(name: "p99", microseconds: Self.microseconds(p99)),
      Figure(name: "p99_9", microseconds: Self.microseconds(p999)),
      Figure(name: "p99_99", microseconds: Self.microseconds(p9999)),
      Figure(name: "max", microseconds: Self.microseconds(max)),
    ]
  }

  /// Converts nanoseconds to microseconds.
  ///
  /// - Parameter nanoseconds: Any duration; exact up to 2⁵³ ns (104 days).
  public static func microseconds(_ nanoseconds: UInt64) -> Double {
    Double(nanoseconds) / 1000
  }
}
