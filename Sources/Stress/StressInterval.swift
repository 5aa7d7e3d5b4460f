public import Measurement

/// What a load did in one stretch of its measured time, a second as a rule.
public struct StressInterval: Sendable, Equatable {
  /// When it began, after the measurement did.
  public var start: Duration = .zero
  /// How long it lasted.
  public var duration: Duration = .zero
  /// Replies that came in it.
  public var messages = 0
  /// Errors and mismatches.
  public var failures = 0
  /// Connections open at its end.
  public var connections = 0
  /// Messages that were due per second, on average over it; `nil` in a closed loop.
  public var target: Double?
  /// Latencies of the replies that came in it, from when their messages were due, in nanoseconds.
  public var latency = EncodedHistogram(Histogram())

  /// An empty one.
  public init() {}

  /// Replies per second.
  public var messagesPerSecond: Double {
    let seconds = duration / .seconds(1)
    return seconds > 0 ? Double(messages) / seconds : 0
  }
}
