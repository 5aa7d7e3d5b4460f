/// Which contestant suits a work.
public struct DecisionRecord: Sendable, Equatable, Codable {
  /// The key of the work.
  public var work: String
  /// How each contestant stands, in their order.
  public var marks: [MarkRecord]
  /// The same in words, with its figures.
  public var sentence: String
}

/// How a contestant stands at a work.
public struct MarkRecord: Sendable, Equatable, Codable {
  /// How it stands.
  public enum Kind: String, Sendable, Codable {
    /// Better than all others by more than the noise.
    case best
    /// Not told apart from the best.
    case tied
    /// Worse than the best by more than the noise.
    case behind
    /// There is nothing to judge.
    case unmeasured
  }

  /// Its name.
  public var contestant: String
  /// How it stands.
  public var kind: Kind
  /// The figure behind it, in a few characters: `2.1x`, `1/38`.
  public var text: String
}
