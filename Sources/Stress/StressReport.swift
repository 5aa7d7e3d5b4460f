public import Measurement
public import Reactor

/// What a load has measured.
public struct StressReport: Sendable {
  /// Replies to what was measured, each compared byte for byte.
  ///
  /// In a closed loop those that came within the measured time, in an open one those to messages
  /// that were due in it.
  public var messages = 0

  /// Replies of the whole run, those of the warm-up and of the end included.
  public var messagesInAll = 0

  /// Messages of an open loop that were due in the measured time and could not be sent in it:
  /// each is in ``latency`` with the time it had waited when the load ended.
  public var unsent = 0

  /// Payload bytes of the measured messages, one way.
  public var bytes = 0

  /// How long was measured.
  public var duration: Duration = .zero

  /// When the measurement began, since 1970-01-01 00:00 UTC.
  public var startedAt: Duration = .zero

  /// Connections that were open when the measurement began.
  public var connections = 0

  /// Connections opened in the whole run.
  public var connectionsOpened = 0

  /// What went wrong, by cause; warm-up and end included, for an error is an error.
  public var errorsByCause: [StressFailure: Int] = [:]

  /// Why the first connection that failed to open did so.
  public var firstConnectFailure: SocketError?

  /// Connections on which a reply differed from what it should have been.
  public var mismatches = 0

  /// The first of them, to look at.
  public var firstMismatch: Mismatch?

  /// From the time a message was due to the receipt of its reply's last byte, in nanoseconds: what
  /// a user would have waited.
  ///
  /// In a closed loop a message is due when it is sent.
  public var latency = Histogram()

  /// From the time a message was really sent, in nanoseconds.
  public var serviceTime = Histogram()

  /// From the time a message was really sent to the first byte of its reply, in nanoseconds.
  public var firstByte = Histogram()

  /// From the first attempt to the established connection, in nanoseconds.
  public var connectTime = Histogram()

  /// How much later than it was due the client looked for a message for which a connection was
  /// free, in nanoseconds: its own lag.
  ///
  /// Where the client stood still, all that was due meanwhile is in it, also what then had to wait
  /// for a connection.
  /// Empty in a closed loop.
  public var sendLag = Histogram()

  /// Messages that should have been sent per second, on average; `nil` in a closed loop.
  public var target: Double?

  /// The measured time, second by second.
  public var intervals: [StressInterval] = []

  /// What the difficult peers saw, kind by kind.
  public var companions: [CompanionReport] = []

  /// How busy each thread of the load was.
  public var threads: [LoadThreadUse] = []

  /// CPU time of this process while it measured, in seconds, all threads.
  public var clientCPUSeconds = 0.0

  /// Why the figures are the client's rather than the server's; empty: they are the server's.
  public var doubts: [StressDoubt] = []

  /// Whether the run was ended before its time.
  public var endedEarly = false

  /// Nothing measured yet.
  public init() {}

  /// All errors together, mismatches not counted.
  public var errors: Int { errorsByCause.values.reduce(0, +) }

  /// Replies per second.
  public var messagesPerSecond: Double { perSecond(messages) }

  /// Payload bytes per second, one way.
  public var bytesPerSecond: Double { perSecond(bytes) }

  /// Whether every message was answered, and answered right, those of the difficult peers included.
  public var isClean: Bool {
    errors == 0 && mismatches == 0 && companions.allSatisfy { $0.wrong == 0 }
  }

  /// Whether the client kept up, so that the figures are the server's.
  public var isValid: Bool { doubts.isEmpty }

  private func perSecond(_ count: Int) -> Double {
    let seconds = duration / .seconds(1)
    return seconds > 0 ? Double(count) / seconds : 0
  }
}
