public import Measurement
internal import Reports

/// A comparison as it is kept: who was measured at what work, where, with which figures, and what
/// they come to.
///
/// A value that goes to JSON and comes back equal: one object with `schema` and `kind` among its
/// keys, in snake_case with their units. Latencies are microseconds, times seconds. What is read
/// from a file is within bounds: see ``init(json:)``.
public struct ComparisonRecord: Sendable, Equatable {
  /// What the keys mean; counts up when one changes its meaning or goes away, not when one is new.
  public static let schema = 1

  /// What tells it from the other records.
  public static let kind = "compare"

  /// The version of the program that wrote it.
  public var version: String
  /// The command as it was typed, word by word.
  public var command: [String]
  /// When it began, in seconds since 1970-01-01 00:00 UTC, to the millisecond.
  public var startedAtUnixSeconds: Double
  /// How long it took, in seconds.
  public var elapsedSeconds: Double
  /// The machine that all of them ran on.
  public var environment: MachineFingerprint
  /// The cores that servers were pinned to, by number; empty: they were not.
  public var serverCores: [Int] = []
  /// The cores that the client was pinned to, by number; empty: it was not.
  public var clientCores: [Int] = []
  /// How often each contestant was measured at each cell, the contestants taking turns.
  public var rounds: Int
  /// How long each run measured, in seconds.
  public var secondsPerRun: Double
  /// Whether it was ended before all was measured.
  public var isPartial = false
  /// What there is to know besides, a sentence each.
  public var notes: [String] = []
  /// Who took part, in the order in which they are shown.
  public var contestants: [ContestantRecord]
  /// What they were measured at, in the order in which it is shown.
  public var experiments: [ExperimentRecord]
  /// Which of them suits which work.
  public var decisions: [DecisionRecord] = []

  /// When it began, `2026-02-03T04:05:06.789Z`.
  public var startedAt: String { TimeText.iso8601(unixSeconds: startedAtUnixSeconds) }

  /// The experiment of a work, by its key.
  public func experiment(_ work: String) -> ExperimentRecord? {
    experiments.first { $0.work == work }
  }
}
