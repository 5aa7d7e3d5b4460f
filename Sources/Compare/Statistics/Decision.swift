/// Which model for which work: what a suite comes to.
///
/// A row per work. A model is best at a work only if nothing is certainly better in any cell of it
/// that could be judged; where the lead changes along the axis nobody is, and the row says who
/// leads where.
public struct Decision: Sendable, Equatable, Encodable {
  /// The models, in the order of the columns.
  public let models: [String]
  /// A row per work, in the order in which they were given.
  public let rows: [DecisionRow]

  /// Decides.
  ///
  /// - Parameters:
  ///   - works: what was found out.
  ///   - models: in the order of the columns.
  public init(_ works: [WorkResult], models: [String]) {
    self.models = models
    rows = works.map { DecisionRow($0, models: models) }
  }
}

/// The line of one work in the decision table.
public struct DecisionRow: Sendable, Equatable, Encodable {
  /// A model and its mark.
  public struct Entry: Sendable, Equatable, Encodable {
    /// The model.
    public let name: String
    /// How it does.
    public let mark: DecisionMark

    private enum CodingKeys: String, CodingKey { case name }

    /// Writes the keys of the mark beside the name.
    public func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: CodingKeys.self)
      try object.encode(name, forKey: .name)
      try mark.encode(to: encoder)
    }
  }

  /// The name of the work.
  public let work: String
  /// What is asked.
  public let question: String
  /// What decides, by name.
  public let metric: String
  /// How each model does, in the order of the columns.
  public let marks: [Entry]
  /// In how many of the cells something could be said.
  public let judged: Int
  /// How many cells there are.
  public let cells: Int
  /// The row in words.
  public let sentence: String

  /// Decides about one work.
  init(_ result: WorkResult, models: [String]) {
    let counting = result.cells.filter { !$0.verdict.leaders.isEmpty }
    let leaders = models.filter { model in
      !counting.isEmpty && counting.allSatisfy { $0.verdict.leaders.contains(model) }
    }
    work = result.name
    question = result.question
    metric = result.metric.name
    marks = models.map { model in
      Entry(name: model, mark: Self.mark(model, leaders, counting, result))
    }
    judged = counting.count
    cells = result.cells.count
    sentence = DecisionWords(result, counting, leaders).sentence
  }

  private static func mark(
    _ model: String, _ leaders: [String], _ counting: [WorkResult.Cell], _ result: WorkResult
  ) -> DecisionMark {
    let present = counting.compactMap { cell in
      cell.verdict.standings.first { $0.name == model }.map { (cell: cell, standing: $0) }
    }
    if leaders.contains(model), let last = present.last {
      let figure = result.metric.text(last.standing.estimate.median)
      return leaders.count == 1 ? .best(figure: figure) : .tiedBest(figure: figure)
    }
    let behind = present.filter { !$0.cell.verdict.leaders.contains(model) }
    let worst = behind.max { ($0.standing.behind?.median ?? 1) < ($1.standing.behind?.median ?? 1) }
    if let worst {
      return .behind(
        times: worst.standing.behind?.median ?? 1,
        figure: result.metric.text(worst.standing.estimate.median), cell: worst.cell.label)
    }
    return .notMeasured(reason: reason(model, counting.isEmpty ? result.cells : counting))
  }

  /// Why a model that is behind nobody is not among the best: it is missing where it counts.
  private static func reason(_ model: String, _ cells: [WorkResult.Cell]) -> String {
    for cell in cells {
      if let absence = cell.verdict.absences.first(where: { $0.name == model }) {
        return "\(absence.reason), at \(cell.label)"
      }
      if case .nobody(let reason) = cell.verdict.outcome { return "\(reason), at \(cell.label)" }
    }
    return "it was not run"
  }
}
