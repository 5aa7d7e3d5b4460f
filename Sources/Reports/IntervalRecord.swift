public import Measurement
internal import Stress

/// What a run did in one stretch of its measured time, a second as a rule.
public struct IntervalRecord: Sendable, Equatable, Codable {
  /// When it began, in seconds after the measurement did.
  public var startSeconds: Double
  /// How long it lasted, in seconds.
  public var durationSeconds: Double
  /// Replies that came in it.
  public var messages: Int
  /// Replies per second.
  public var messagesPerSecond: Double
  /// Errors and mismatches.
  public var failures: Int
  /// Connections open at its end.
  public var connections: Int
  /// Messages that were due per second; `nil` in a closed loop.
  public var targetPerSecond: Double?
  /// Latencies of the replies that came in it, from when their messages were due.
  public var latency: LatencyFigures
  /// The same in full.
  public var histogram: EncodedHistogram

  /// An interval by its parts; its rate follows from them.
  public init(
    startSeconds: Double, durationSeconds: Double, messages: Int, failures: Int = 0,
    connections: Int, targetPerSecond: Double? = nil, latency: Histogram
  ) {
    self.startSeconds = startSeconds
    self.durationSeconds = durationSeconds
    self.messages = messages
    messagesPerSecond = durationSeconds > 0 ? Double(messages) / durationSeconds : 0
    self.failures = failures
    self.connections = connections
    self.targetPerSecond = targetPerSecond
    self.latency = LatencyFigures(latency)
    histogram = EncodedHistogram(latency)
  }

  /// What is kept of an interval.
  ///
  /// - Parameters:
  ///   - interval: an interval of a report.
  ///   - latency: the whole run's; an interval's extreme in the same bucket is taken for the run's,
  ///     so that no interval shows a larger one than the run.
  init(_ interval: StressInterval, of latency: LatencyFigures) {
    startSeconds = interval.start / .seconds(1)
    durationSeconds = interval.duration / .seconds(1)
    messages = interval.messages
    messagesPerSecond = interval.messagesPerSecond
    failures = interval.failures
    connections = interval.connections
    targetPerSecond = interval.target
    // It was encoded by ourselves a moment ago; one that is damaged all the same shows as empty.
    let histogram = (try? interval.latency.decoded()) ?? Histogram()
    self.latency = LatencyFigures(histogram.restoringExtremes(of: latency))
    self.histogram = interval.latency
  }

  enum CodingKeys: String, CodingKey {
    case messages, failures, connections, histogram
    case startSeconds = "start_seconds"
    case durationSeconds = "duration_seconds"
    case messagesPerSecond = "messages_per_second"
    case targetPerSecond = "target_per_second"
    case latency = "latency_us"
  }
}
