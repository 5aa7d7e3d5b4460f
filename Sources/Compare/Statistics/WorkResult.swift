/// What a suite found out about one work, as a decision needs it.
public struct WorkResult: Sendable, Equatable {
  /// One cell of the work.
  public struct Cell: Sendable, Equatable {
    /// Where on the axis of the work, for people: `10,000 connections`.
    public let label: String
    /// What the judge said.
    public let verdict: Verdict

    /// Describes a cell.
    public init(_ label: String, _ verdict: Verdict) {
      self.label = label
      self.verdict = verdict
    }
  }

  /// The name of the work: `idle`.
  public let name: String
  /// What it is, after "for": `many idle connections`.
  public let situation: String
  /// What is asked, as a question, `What does a connection cost that says nothing?`.
  public let question: String
  /// What decides.
  public let metric: Metric
  /// The cells, in the order of the axis.
  public let cells: [Cell]

  /// Describes a work.
  public init(
    _ name: String, situation: String, question: String, metric: Metric, cells: [Cell]
  ) {
    self.name = name
    self.situation = situation
    self.question = question
    self.metric = metric
    self.cells = cells
  }
}
