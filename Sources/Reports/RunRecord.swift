public import Measurement
public import Stress

/// A run as it is kept: what was measured, where, when, with which command.
///
/// A value that goes to JSON and comes back equal. Keys are flat where scripts want them, in
/// snake_case with their unit. Latencies are microseconds, times seconds.
public struct RunRecord: Sendable, Equatable {
  /// What the keys mean; counts up when one changes its meaning or goes away, not when one is new.
  public static let schema = 1

  /// The version of the program that wrote it.
  public var version: String
  /// The command as it was typed, word by word.
  public var command: [String]
  /// The machine that made the load.
  public var environment: MachineFingerprint
  /// When the measurement began, in seconds since 1970-01-01 00:00 UTC, to the millisecond.
  public var startedAtUnixSeconds: Double
  /// Where chance began.
  public var seed: UInt64
  /// What the load was to be.
  public var plan: PlanRecord

  /// How long was measured, in seconds.
  public var durationSeconds: Double
  /// Replies to what was measured.
  public var messages: Int
  /// Replies of the whole run, warm-up and end included.
  public var messagesTotal: Int
  /// Replies per second of the measured time.
  public var messagesPerSecond: Double
  /// Payload bytes per second, one way.
  public var bytesPerSecond: Double
  /// Messages that were due per second, on average; `nil` in a closed loop.
  public var targetPerSecond: Double?
  /// Messages that were due and could not be sent in the measured time.
  public var unsent: Int
  /// Connections open when the measurement began.
  public var connections: Int
  /// Connections opened in the whole run.
  public var connectionsOpened: Int
  /// What went wrong, mismatches not counted.
  public var errors: Int
  /// The same by cause, in snake_case: `closed_early`, `reply_timed_out`.
  public var errorsByCause: [String: Int]
  /// Connections on which a reply was wrong.
  public var mismatches: Int
  /// The first of them.
  public var firstMismatch: MismatchRecord?
  /// Why the first connection that failed to open did so.
  public var firstConnectFailure: String?
  /// Whether the run was ended before its time.
  public var endedEarly: Bool
  /// CPU time of the client while it measured, in seconds, all threads.
  public var clientCPUSeconds: Double

  /// From the time a message was due to its reply: what a user would have waited.
  public var latency: LatencyFigures
  /// From the time a message was really sent to its reply.
  public var service: LatencyFigures
  /// From the time a message was really sent to the first byte of its reply.
  public var firstByte: LatencyFigures
  /// From the first attempt to the established connection.
  public var connect: LatencyFigures
  /// The client's own lag behind its schedule; all zero in a closed loop.
  public var sendLag: LatencyFigures
  /// All five in full.
  public var histograms: RunHistograms

  /// The measured time, second by second.
  public var intervals: [IntervalRecord]
  /// What the difficult peers saw.
  public var companions: [CompanionRecord]
  /// How busy the threads of the load were.
  public var threads: [ThreadRecord]
  /// Why the figures are the client's rather than the server's; empty: they are the server's.
  public var doubts: [StressDoubt]
  /// What there is to say about the figures besides the doubts, a sentence or two each.
  public var explanation: [String]
  /// The runs that were merged into this one; empty where it is a run itself.
  public var parts: [PartRecord]

  /// Whether the client kept up, so that the figures are the server's.
  public var valid: Bool { doubts.isEmpty }

  /// When the measurement began, `2026-02-03T04:05:06.789Z`.
  public var startedAt: String { TimeText.iso8601(unixSeconds: startedAtUnixSeconds) }

  /// The share of a core that the client used while it measured; 2 is two whole cores.
  public var clientCPUShare: Double {
    durationSeconds > 0 ? clientCPUSeconds / durationSeconds : 0
  }

  /// The figures of a kind.
  public subscript(kind: LatencyKind) -> LatencyFigures {
    switch kind {
    case .latency: latency
    case .service: service
    case .firstByte: firstByte
    case .connect: connect
    case .sendLag: sendLag
    }
  }
}
