public import Measurement
public import Reactor

/// What a load has measured.
public struct StressReport: Sendable {
  /// Replies that came within the measured time, each compared byte for byte.
  public var messages = 0

  /// Replies of the whole run, those of the warm-up and of the end included.
  public var messagesInAll = 0

  /// Payload bytes of the measured messages, one way.
  public var bytes = 0

  /// How long was measured.
  public var duration: Duration = .zero

  /// Connections that were open when the measurement began.
  public var connections = 0

  /// What went wrong, by cause; warm-up and end included, for an error is an error.
  public var errorsByCause: [StressFailure: Int] = [:]

  /// Why the first connection that failed to open did so.
  public var firstConnectFailure: SocketError?

  /// Connections on which a reply differed from what it should have been.
  public var mismatches = 0

  /// The first of them, to look at.
  public var firstMismatch: Mismatch?

  /// From a message's `send` to the receipt of its reply's last byte, in nanoseconds.
  public var latency = Histogram()

  /// CPU time of this process while it measured, in seconds, all threads.
  public var clientCPUSeconds = 0.0

  /// Whether the run was ended before its time.
  public var endedEarly = false

  /// All errors together, mismatches not counted.
  public var errors: Int { errorsByCause.values.reduce(0, +) }

  /// Replies per second.
  public var messagesPerSecond: Double { perSecond(messages) }

  /// Payload bytes per second, one way.
  public var bytesPerSecond: Double { perSecond(bytes) }

  /// Whether every message was answered, and answered right.
  public var isClean: Bool { errors == 0 && mismatches == 0 }

  private func perSecond(_ count: Int) -> Double {
    let seconds = duration / .seconds(1)
    return seconds > 0 ? Double(count) / seconds : 0
  }
}

/// What can go wrong with a connection of a load.
public enum StressFailure: String, Hashable, Sendable, CaseIterable {
  /// It could not be opened.
  case connect = "connect failed"
  /// The server reset it, or the network broke.
  case reset = "connection broke"
  /// The server ended it while replies were owed.
  case closedEarly = "closed early"
  /// A reply did not come in time.
  case timeout = "reply timed out"
}

/// A reply that is not what it should be.
public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
  /// Which reply of its connection, from 0.
  public let message: Int

  /// Where in the reply the first wrong byte is.
  public let offset: Int

  /// The bytes from there on that should have come; at most 16.
  public let expected: [UInt8]

  /// The bytes that came.
  public let received: [UInt8]

  /// One line for a person.
  public var description: String {
    "reply \(message), byte \(offset): expected \(hex(expected)), received \(hex(received))"
  }

  private func hex(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "nothing" }
    return bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}

/// How a run is doing, once a second.
public struct StressProgress: Sendable {
  /// What it is doing.
  public enum Phase: String, Sendable {
    /// Opening connections.
    case connecting
    /// Under load, not yet counting.
    case warmup = "warming up"
    /// Counting.
    case measuring
  }

  /// What it is doing.
  public let phase: Phase

  /// How long it has been measuring.
  public let elapsed: Duration

  /// Connections open now.
  public let connections: Int

  /// Replies per second since the last report.
  public let messagesPerSecond: Double

  /// Errors and mismatches so far.
  public let failures: Int

  /// The latency that half and 99 % of the replies so far did not exceed, in nanoseconds.
  public let p50: UInt64, p99: UInt64
}
