/// What a cell says: who is best, or who cannot be told apart, or why nothing can be said.
public struct Verdict: Sendable, Equatable {
  /// The verdict itself.
  public enum Outcome: Sendable, Equatable {
    /// This one is better than every other by more than the margin.
    case winner(String)
    /// These cannot be told from the best of them; best first, at least two.
    case tie([String])
    /// Nothing can be said; why, as a sentence without its full stop.
    case nobody(reason: String)
  }

  /// A contestant whose figures were compared.
  public struct Standing: Sendable, Equatable, Codable {
    /// Whose.
    public let name: String
    /// What it reached, in the unit of the metric.
    public let estimate: Estimate
    /// How many times as good as this one the leader is, round by round; `nil` for the leader
    /// itself, and where the two have no round in common.
    public let behind: Estimate?

    /// Describes a standing.
    public init(_ name: String, _ estimate: Estimate, behind: Estimate?) {
      self.name = name
      self.estimate = estimate
      self.behind = behind
    }
  }

  /// A contestant whose figures were not compared.
  public struct Absence: Sendable, Equatable, Codable {
    /// Whose.
    public let name: String
    /// Why not, as the end of a sentence: `the client was at its limit`.
    public let reason: String
    /// What it reached all the same; `nil` where nothing was measured.
    public let estimate: Estimate?

    /// Describes an absence.
    public init(_ name: String, _ reason: String, estimate: Estimate?) {
      self.name = name
      self.reason = reason
      self.estimate = estimate
    }
  }

  /// The verdict itself.
  public let outcome: Outcome
  /// Those that were compared, the leader first, then the nearest to it.
  public let standings: [Standing]
  /// Those that were not.
  public let absences: [Absence]
  /// All this in one sentence.
  public let sentence: String

  /// Who is best; `nil` where that is nobody alone.
  public var winner: String? {
    if case .winner(let name) = outcome { name } else { nil }
  }

  /// The names of those that are best: the winner, or who ties; none where nothing can be said.
  public var leaders: [String] {
    switch outcome {
    case .winner(let name): [name]
    case .tie(let names): names
    case .nobody: []
    }
  }

  /// The one that came nearest to the leader.
  public var runnerUp: String? { standings.dropFirst().first?.name }

  /// How many times as good as the runner-up the leader is; the figure behind the verdict.
  public var ratio: Estimate? { standings.dropFirst().first?.behind }

  /// Whether another suite came to the same: the same winner, a tie in which somebody is in both,
  /// or nobody.
  ///
  /// Who else is in a tie is not part of what it says: that is those who cannot be told from the
  /// best *yet*, and more rounds make it smaller.
  public func agrees(with other: Verdict) -> Bool {
    switch (outcome, other.outcome) {
    case (.winner(let a), .winner(let b)): a == b
    case (.tie(let a), .tie(let b)): !Set(a).isDisjoint(with: b)
    case (.nobody, .nobody): true
    case (.winner, _), (.tie, _), (.nobody, _): false
    }
  }

  /// Whether one of the two must be wrong: what one calls best, the other says is not.
  public func contradicts(_ other: Verdict) -> Bool {
    !leaders.isEmpty && !other.leaders.isEmpty && Set(leaders).isDisjoint(with: other.leaders)
  }
}
