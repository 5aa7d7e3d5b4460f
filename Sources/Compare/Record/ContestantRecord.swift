/// One who takes part in a comparison.
public struct ContestantRecord: Sendable, Equatable, Codable {
  /// Where it comes from.
  public enum Kind: String, Sendable, Codable {
    /// A concurrency model of this program.
    case model
    /// Another server.
    case peer
  }

  /// What it is called; no two have the same name.
  public var name: String
  /// Where it comes from.
  public var kind: Kind
  /// What was run, as it was typed, with `{port}` in its place.
  public var command: String
  /// What it is, in one line.
  public var description: String
}
