public import Measurement

/// The eight figures that a report gives of a latency, in microseconds.
///
/// All zero where nothing was measured.
public struct LatencyFigures: Sendable, Equatable, Codable {
  /// The smallest, exact.
  public var min = 0.0
  /// The arithmetic mean.
  public var mean = 0.0
  /// The median.
  public var p50 = 0.0
  /// What 90 % do not exceed.
  public var p90 = 0.0
  /// What 99 % do not exceed.
  public var p99 = 0.0
  /// What 99.9 % do not exceed.
  public var p999 = 0.0
  /// What 99.99 % do not exceed.
  public var p9999 = 0.0
  /// The largest, exact.
  public var max = 0.0

  /// The keys of the JSON.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case min, mean, p50, p90, p99
    case p999 = "p99_9"
    case p9999 = "p99_99"
    case max
  }

  /// All zero.
  public init() {}

  /// The figures of a histogram.
  ///
  /// - Parameter histogram: Latencies in nanoseconds.
  public init(_ histogram: Histogram) {
    let summary = LatencySummary(histogram)
    min = LatencySummary.microseconds(summary.min)
    mean = summary.mean / 1000
    p50 = LatencySummary.microseconds(summary.p50)
    p90 = LatencySummary.microseconds(summary.p90)
    p99 = LatencySummary.microseconds(summary.p99)
    p999 = LatencySummary.microseconds(summary.p999)
    p9999 = LatencySummary.microseconds(summary.p9999)
    max = LatencySummary.microseconds(summary.max)
  }

  /// The figures with their names in the JSON, `mean` second.
  public var named: [(name: String, microseconds: Double)] {
    let values = [min, mean, p50, p90, p99, p999, p9999, max]
    return zip(CodingKeys.allCases, values).map { ($0.rawValue, $1) }
  }
}

extension Histogram {
  /// The histogram with the exact extremes that figures have kept of it.
  func restoringExtremes(of figures: LatencyFigures) -> Histogram {
    guard let min = UInt64(exactly: (figures.min * 1000).rounded()),
      let max = UInt64(exactly: (figures.max * 1000).rounded())
    else { return self }
    return restoringExtremes(min: min, max: max)
  }
}
