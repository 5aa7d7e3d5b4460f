/// What a search for a crossover has found.
public struct Crossover: Sendable, Equatable {
  /// The finding itself.
  public enum Outcome: Sendable, Equatable {
    /// Within this stretch `overtaker` takes the lead.
    case crossesAt(Interval, overtaker: String)
    /// The same one leads all over the range.
    case never(leader: String)
    /// It cannot be said; where, and why, as the end of a sentence.
    case uncertain(Interval, reason: String)
  }

  /// The finding itself.
  public let outcome: Outcome

  /// The best guess of the place within the stretch, straight between the medians on both sides of
  /// level; `nil` where nothing crosses.
  public let estimate: Double?

  /// Within the stretch, where the two could not be told apart; `nil`: at no probe.
  public let level: Interval?

  /// All this in one sentence.
  public let sentence: String
}
