public import Measurement

/// How a run is doing, once a second.
public struct StressProgress: Sendable {
  /// What it is doing.
  public enum Phase: String, Sendable, CaseIterable {
    /// Opening connections.
    case connecting
    /// Connected, until the time has come that the plan begins at.
    case waiting
    /// Under load, not yet counting.
    case warmup = "warming up"
    /// Counting.
    case measuring
    /// No longer sending; replies under way are awaited.
    case ending
  }

  /// What it is doing.
  public var phase: Phase

  /// How long it has been measuring.
  public var elapsed: Duration = .zero

  /// How long it is to measure.
  public var total: Duration = .zero

  /// Connections open now.
  public var connections = 0

  /// The last second of it; while it is not measuring, of the warm-up.
  public var interval = StressInterval()

  /// The latency of that second, of all threads.
  public var intervalLatency = LatencySummary(Histogram())

  /// The latency of all that was measured so far.
  public var latency = LatencySummary(Histogram())

  /// Replies measured so far.
  public var messages = 0

  /// Errors so far, by cause.
  public var errorsByCause: [StressFailure: Int] = [:]

  /// Mismatches so far.
  public var mismatches = 0

  /// A report of a phase, with nothing in it yet.
  public init(_ phase: Phase) { self.phase = phase }

  /// Errors and mismatches so far.
  public var failures: Int { errorsByCause.values.reduce(0, +) + mismatches }
}
