/// What a later comparison is held against: ratios between contestants, which survive a change of
/// machine better than figures do.
extension ComparisonRecord {
  /// A cell, found again in another record by its work and label.
  public struct CellKey: Sendable, Hashable {
    /// The work.
    public let work: String
    /// The cell's label.
    public let label: String
  }

  /// Two contestants at a cell that were both measured and are both to be judged.
  public struct Pair: Sendable, Equatable {
    /// Where.
    public let cell: CellKey
    /// Which figure decides, and which way.
    public let metric: MetricRecord
    /// The one that is divided, by name.
    public let first: String
    /// The one that it is divided by.
    public let second: String
    /// What each round measured of the first, in their order.
    public let firstRuns: [Double]
    /// The same of the second.
    public let secondRuns: [Double]
    /// The median of the first divided by that of the second; `nil` where there is none.
    public let ratio: Double?
  }

  /// Every pair of every cell, in the order of the record; in a pair, the first stands before the
  /// second among the contestants.
  public var pairs: [Pair] {
    experiments.flatMap { experiment in
      experiment.cells.flatMap { pairs(experiment, $0) }
    }
  }

  /// A pair, found again.
  public func pair(_ cell: CellKey, _ first: String, _ second: String) -> Pair? {
    guard let experiment = experiment(cell.work),
      let found = experiment.cells.first(where: { $0.label == cell.label })
    else { return nil }
    return pairs(experiment, found).first { $0.first == first && $0.second == second }
  }

  private func pairs(_ experiment: ExperimentRecord, _ cell: CellRecord) -> [Pair] {
    let key = experiment.metric.key
    let judged = contestants.compactMap { contestant -> EntryRecord? in
      cell.entry(contestant.name).flatMap { $0.isJudged(by: key) ? $0 : nil }
    }
    return judged.indices.flatMap { first in
      judged[(first + 1)...].map { second in
        let above = judged[first].median(of: key)
        let below = second.median(of: key)
        return Pair(
          cell: CellKey(work: experiment.work, label: cell.label), metric: experiment.metric,
          first: judged[first].contestant, second: second.contestant,
          firstRuns: judged[first].runs(of: key), secondRuns: second.runs(of: key),
          ratio: Self.ratio(above, below))
      }
    }
  }

  private static func ratio(_ above: Double?, _ below: Double?) -> Double? {
    guard let above, let below, below > 0 else { return nil }
    let ratio = above / below
    return ratio.isFinite ? ratio : nil
  }
}

extension EntryRecord {
  /// What each round measured of a figure, in their order, without those that did not.
  public func runs(of key: FigureKey) -> [Double] { runs.compactMap { $0[key] } }

  /// The median of a figure over the rounds.
  public func median(of key: FigureKey) -> Double? { RunFigures(medianOf: runs)[key] }

  /// Whether it says something of the contestant: it was measured, and not at the client's speed.
  public func isJudged(by key: FigureKey) -> Bool {
    !isClientBound && skipped == nil && !runs(of: key).isEmpty
  }
}
