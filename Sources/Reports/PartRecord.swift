public import Measurement

/// A run that was merged with others, as the merged record remembers it.
public struct PartRecord: Sendable, Equatable, Codable {
  /// The command as it was typed, word by word.
  public var command: [String]
  /// The machine that made its part of the load.
  public var environment: MachineFingerprint
  /// When its measurement began, in seconds since 1970-01-01 00:00 UTC.
  public var startedAtUnixSeconds: Double
  /// How long it measured, in seconds.
  public var durationSeconds: Double
  /// Replies to what it measured.
  public var messages: Int

  enum CodingKeys: String, CodingKey {
    case command, environment, messages
    case startedAtUnixSeconds = "started_at_unix_seconds"
    case durationSeconds = "duration_seconds"
  }
}

extension PartRecord {
  /// What is remembered of a run.
  init(_ record: RunRecord) {
    command = record.command
    environment = record.environment
    startedAtUnixSeconds = record.startedAtUnixSeconds
    durationSeconds = record.durationSeconds
    messages = record.messages
  }
}
