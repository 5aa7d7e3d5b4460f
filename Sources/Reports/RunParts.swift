public import Measurement
public import Stress

/// Where a run came from: what the load itself does not know.
public struct RunContext: Sendable, Equatable {
  /// The program's version.
  public var version: String
  /// The command as it was typed, word by word, the program's name first.
  public var command: [String]
  /// The machine that made the load.
  public var environment: MachineFingerprint

  /// A context by its parts.
  public init(version: String, command: [String], environment: MachineFingerprint) {
    self.version = version
    self.command = command
    self.environment = environment
  }
}

/// A reply that was not what it should be, as it is kept.
public struct MismatchRecord: Sendable, Equatable, Codable {
  /// Which reply of its connection, from 0.
  public var message: Int
  /// Where in the reply the first wrong byte is.
  public var offset: Int
  /// The bytes from there on that should have come, in hexadecimal, two digits each; at most 16.
  public var expected: String
  /// The bytes that came.
  public var received: String

  /// What is kept of a mismatch.
  public init(_ mismatch: Mismatch) {
    message = mismatch.message
    offset = mismatch.offset
    expected = Self.hex(mismatch.expected)
    received = Self.hex(mismatch.received)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}

/// What the difficult peers of one kind saw, as it is kept.
public struct CompanionRecord: Sendable, Equatable, Codable {
  /// Which kind: `idle`, `slow_reader`, `slow_writer`, `half_closer` or `resetter`.
  public var kind: String
  /// How many of them were wanted at once.
  public var wanted: Int
  /// How many stood when the measurement ended.
  public var open: Int
  /// Conversations that came to the end they should.
  public var rounds: Int
  /// Conversations that the server ended.
  public var endedByServer: Int
  /// Connections that could not be opened.
  public var refused: Int
  /// Replies that were wrong, or missing where the server has no excuse.
  public var wrong: Int

  /// What is kept of a companion's report.
  public init(_ report: CompanionReport) {
    kind = snakeCase(report.kind.rawValue)
    wanted = report.wanted
    open = report.open
    rounds = report.rounds
    endedByServer = report.endedByServer
    refused = report.refused
    wrong = report.wrong
  }

  private enum CodingKeys: String, CodingKey {
    case kind, wanted, open, rounds, refused, wrong
    case endedByServer = "ended_by_server"
  }
}

/// How busy one thread of the load was, as it is kept.
public struct ThreadRecord: Sendable, Equatable, Codable {
  /// CPU time by wall time; 1 is a whole core.
  public var cpuShare: Double
  /// The part of the time in which it wanted a core and had none; 0...1.
  public var waitShare: Double

  /// What is kept of a thread's use of its core.
  public init(_ use: LoadThreadUse) {
    cpuShare = use.cpuShare
    waitShare = use.waitShare
  }

  private enum CodingKeys: String, CodingKey {
    case cpuShare = "cpu_share"
    case waitShare = "wait_share"
  }
}

/// Words as keys are written: `slow reader` is `slow_reader`.
func snakeCase(_ words: String) -> String {
  words.split(separator: " ").joined(separator: "_")
}
