internal import Measurement

extension RunRecord {
  /// The percentile distribution as HdrHistogram's plotters read it, in milliseconds, as they
  /// expect.
  ///
  /// - Parameter kind: which latency; the one from when messages were due.
  /// - Throws: `RecordError` where the histogram is missing or damaged.
  public func hgrm(_ kind: LatencyKind = .latency) throws(RecordError) -> String {
    PercentileDistribution(try histogram(kind)).text(in: .milliseconds)
  }
}
