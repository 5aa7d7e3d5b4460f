/// A work that the contestants were measured at.
public struct ExperimentRecord: Sendable, Equatable, Codable {
  /// Its key, as `--work` takes it: `connections`, `idle`, `churn`, `size`, `cpu`, `blocking`,
  /// `mixed`, `overload`, `slow`, `fault`.
  public var work: String
  /// What it asks, in one sentence.
  public var question: String
  /// The figure that decides.
  public var metric: MetricRecord
  /// What changes from cell to cell; `nil` where nothing is counted off.
  public var axis: AxisRecord?
  /// What changes besides, where cells have two coordinates.
  public var secondAxis: AxisRecord?
  /// The command that runs it again, and nothing else.
  public var rerun: String
  /// Why it was not run.
  public var skipped: String?
  /// Its cells, in the order of their coordinates.
  public var cells: [CellRecord] = []
  /// Where the lead changes hands.
  public var crossovers: [CrossoverRecord] = []

  private enum CodingKeys: String, CodingKey {
    case work, question, metric, axis, rerun, skipped, cells, crossovers
    case secondAxis = "second_axis"
  }
}

/// The figure that decides an experiment.
public struct MetricRecord: Sendable, Equatable, Codable {
  /// Which of ``RunFigures`` it is.
  public var key: FigureKey
  /// What it is called: `throughput`, `memory per connection`.
  public var title: String
  /// What it is measured in, in words: `messages/s`.
  public var unit: String
  /// Whether more is better.
  public var higherIsBetter: Bool

  private enum CodingKeys: String, CodingKey {
    case key, title, unit
    case higherIsBetter = "higher_is_better"
  }
}

/// What changes from cell to cell.
public struct AxisRecord: Sendable, Equatable, Codable {
  /// What it is called: `connections`.
  public var title: String
  /// What it is measured in; empty where it is counted.
  public var unit: String
  /// Whether equal ratios are equally long.
  public var isLogarithmic: Bool

  private enum CodingKeys: String, CodingKey {
    case title, unit
    case isLogarithmic = "logarithmic"
  }
}

/// A place on an axis where the lead changes hands.
public struct CrossoverRecord: Sendable, Equatable, Codable {
  /// What happens there, with its figures.
  public var sentence: String
  /// The interval that it lies in, on the experiment's axis.
  public var low: Double
  /// Its end.
  public var high: Double
  /// The unit of both.
  public var unit: String
  /// Who leads below it.
  public var leaderBelow: String
  /// Who leads above it.
  public var leaderAbove: String

  private enum CodingKeys: String, CodingKey {
    case sentence, low, high, unit
    case leaderBelow = "leader_below"
    case leaderAbove = "leader_above"
  }
}
