/// One model or peer in one cell: what it reached in each round.
public struct Contestant: Sendable, Equatable {
  /// Whether its figures may be judged.
  public enum Condition: Sendable, Equatable {
    /// They are its own.
    case sound
    /// The client was at its limit, so they say what it reaches at least; nobody knows its best.
    case clientBound
    /// It was not run; why, as the end of a sentence: `too few descriptors`.
    case skipped(String)
    /// It was run and did not do what was asked; why, as the end of a sentence.
    case failed(String)
  }

  /// Its name, unlike that of any other in the cell.
  public let name: String

  /// What it reached, by round; `nil` where a round is missing.
  ///
  /// The same index is the same round for all contestants: they ran one after the other, so that
  /// what the machine did at that time happened to all of them.
  public let rounds: [Double?]

  /// Whether its figures may be judged.
  public let condition: Condition

  /// Describes a contestant.
  public init(_ name: String, rounds: [Double?], condition: Condition = .sound) {
    self.name = name
    self.rounds = rounds
    self.condition = condition
  }

  /// What was measured at all, of any condition; `nil` where nothing was.
  public var estimate: Estimate? { Estimate(rounds.compactMap { $0 }) }
}
