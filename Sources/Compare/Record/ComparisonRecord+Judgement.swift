extension ComparisonRecord {
  /// How the contestants compare, cell by cell and pair by pair, for a later check against it.
  public var ratios: [PairRatio] {
    pairs.compactMap { pair in
      // What the record does not hold, the resolution, the work knows.
      let metric =
        Work(rawValue: pair.cell.work)?.experiment.metric
        ?? Metric(
          pair.metric.title, unit: .count,
          pair.metric.higherIsBetter ? .higherIsBetter : .lowerIsBetter)
      let contestants = [
        Contestant(pair.first, rounds: pair.firstRuns),
        Contestant(pair.second, rounds: pair.secondRuns),
      ]
      return Judge(metric).ratios(contestants, cell: "\(pair.cell.work): \(pair.cell.label)").first
    }
  }
}
