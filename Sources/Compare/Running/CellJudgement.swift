internal import Measurement

/// All runs of one setting, and what they come to.
struct CellRuns: Sendable {
  /// What became of one rival.
  struct Series: Sendable {
    let rival: String
    /// One per round; `nil` where it came to nothing.
    var outcomes: [RunOutcome?] = []
    /// Why it is not tried again, or why a round came to nothing.
    var problem: RunProblem?

    /// Whether another round may come to something: what cannot be done, or is beyond a limit, will
    /// not be in the next round either, nor will what went wrong twice and never right.
    var isWorthATry: Bool {
      guard let problem else { return true }
      return problem.kind == .failed && (outcomes.count < 2 || outcomes.contains { $0 != nil })
    }
  }

  let setting: Setting
  var series: [Series]

  /// Whether nobody was even tried.
  var isEmpty: Bool {
    series.allSatisfy { series in
      series.outcomes.allSatisfy { $0 == nil } && (series.problem.map { $0 == .ended } ?? true)
    }
  }

  /// Fills up what an early end has left open, so that a round is the same one for everybody.
  mutating func endEarly(rounds: Int) {
    for index in series.indices {
      let missing = max(0, rounds - series[index].outcomes.count)
      series[index].outcomes += Array(repeating: nil, count: missing)
      if series[index].problem == nil, series[index].outcomes.allSatisfy({ $0 == nil }) {
        series[index].problem = .ended
      }
    }
  }

  /// The rival as a judge sees it.
  private func contestant(_ series: Series, _ experiment: any Experiment) -> Contestant {
    let rounds = series.outcomes.map { $0?.figures[experiment.key] }
    return Contestant(series.rival, rounds: rounds, condition: condition(series, experiment))
  }

  private func condition(
    _ series: Series, _ experiment: any Experiment
  ) -> Contestant.Condition {
    if series.outcomes.allSatisfy({ $0 == nil }), let problem = series.problem {
      return problem.kind == .skipped ? .skipped(problem.reason) : .failed(problem.reason)
    }
    return clientBound(series, experiment) == nil ? .sound : .clientBound
  }

  /// Why the client was the bottleneck, in at least half of the runs.
  private func clientBound(_ series: Series, _ experiment: any Experiment) -> String? {
    guard experiment.isSpoiltByClient else { return nil }
    let reasons = series.outcomes.compactMap { $0?.clientBound }
    let runs = series.outcomes.count { $0 != nil }
    return reasons.count * 2 >= runs ? reasons.first : nil
  }

  /// The contestants for a judge.
  func contestants(_ experiment: any Experiment) -> [Contestant] {
    series.map { contestant($0, experiment) }
  }

  /// The cell as it is kept.
  func record(_ experiment: any Experiment, _ verdict: Verdict) -> CellRecord {
    CellRecord(
      label: setting.label, x: setting.x, y: setting.y,
      entries: series.map { entry($0, experiment) }, verdict: VerdictRecord(verdict))
  }

  private func entry(_ series: Series, _ experiment: any Experiment) -> EntryRecord {
    let runs = series.outcomes.compactMap { $0?.figures }
    var entry = EntryRecord(contestant: series.rival, runs: runs)
    entry.figures = RunFigures(medianOf: runs)
    entry.estimate = Estimate(runs.compactMap { $0[experiment.key] }).map { EstimateRecord($0) }
    entry.clientBound = clientBound(series, experiment)
    if let problem = series.problem {
      if problem.kind == .limit {
        entry.limit = problem.reason
      } else if runs.isEmpty {
        entry.skipped = problem.reason
      }
    }
    var latency = Histogram()
    for outcome in series.outcomes { if let one = outcome?.latency { latency.merge(one) } }
    entry.curve = Self.curve(latency)
    entry.timeline = series.outcomes.last { $0?.timeline.isEmpty == false }??.timeline ?? []
    return entry
  }

  /// Where a curve is drawn: closer together towards its end.
  private static let quantiles =
    [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999, 1]

  private static func curve(_ latency: Histogram) -> [PointRecord] {
    guard latency.count > 0 else { return [] }
    return quantiles.map {
      PointRecord(x: $0, y: Double(latency.percentile($0 * 100)) / 1e3)
    }
  }
}

extension EstimateRecord {
  /// What was estimated; without an interval it is as narrow as can be said, which is not at all.
  init(_ estimate: Estimate) {
    self.init(
      median: estimate.median, low: estimate.low ?? estimate.median,
      high: estimate.high ?? estimate.median, runs: estimate.runs)
  }
}

extension VerdictRecord {
  /// What a judge said.
  init(_ verdict: Verdict) {
    let kind: Kind =
      switch verdict.outcome {
      case .winner: .winner
      case .tie: .tie
      case .nobody: .nobody
      }
    self.init(
      kind: kind, names: verdict.leaders, ratio: verdict.ratio?.median, low: verdict.ratio?.low,
      high: verdict.ratio?.high, sentence: verdict.sentence)
  }
}

extension DecisionRecord {
  /// What a suite came to at one work.
  init(_ row: DecisionRow) {
    self.init(
      work: row.work, marks: row.marks.map { MarkRecord($0.name, $0.mark) }, sentence: row.sentence)
  }
}

extension MarkRecord {
  /// A mark, with the figure behind it.
  init(_ name: String, _ mark: DecisionMark) {
    switch mark {
    case .best(let figure): self.init(contestant: name, kind: .best, text: figure)
    case .tiedBest(let figure): self.init(contestant: name, kind: .tied, text: figure)
    case .behind(let times, _, _):
      self.init(contestant: name, kind: .behind, text: "\(Factor.digits(times))x")
    case .notMeasured: self.init(contestant: name, kind: .unmeasured, text: "")
    }
  }
}
