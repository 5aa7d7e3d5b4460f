public import Measurement

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
