/// One setting of an experiment, at which every contestant was measured.
public struct CellRecord: Sendable, Equatable, Codable {
  /// What it is called: `1,000 connections`.
  public var label: String
  /// Where it lies on the experiment's axis.
  public var x: Double?
  /// Where it lies on the second one.
  public var y: Double?
  /// Why it was not run.
  public var skipped: String?
  /// What was measured, one per contestant.
  public var entries: [EntryRecord] = []
  /// What it comes to.
  public var verdict: VerdictRecord?

  /// What was measured of a contestant.
  public func entry(_ contestant: String) -> EntryRecord? {
    entries.first { $0.contestant == contestant }
  }
}

/// What a cell comes to.
public struct VerdictRecord: Sendable, Equatable, Codable {
  /// How it is judged.
  public enum Kind: String, Sendable, Codable {
    /// One is better than all others by more than the noise.
    case winner
    /// The best are not told apart by the noise.
    case tie
    /// It is not judged.
    case nobody
  }

  /// How it is judged.
  public var kind: Kind
  /// The winner, or those that tie; empty where nobody is judged.
  public var names: [String]
  /// How many times better the first is than the next that it is told apart from.
  public var ratio: Double?
  /// The interval of the ratio.
  public var low: Double?
  /// Its end.
  public var high: Double?
  /// The same in words, with its figures.
  public var sentence: String
}
