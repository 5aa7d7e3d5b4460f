internal import Measurement

/// The places where the lead changes hands, searched for rather than read off the settings.
extension Comparison {
  /// Rounds at each place of a search: the fewest that have an interval.
  private static let rounds = 3

  func crossovers(_ work: Work, _ clock: ProgressClock) async -> [CrossoverRecord] {
    guard plan.scale == .full, work == .cpu, !Task.isCancelled else { return [] }
    return [await loopAgainstThreads(clock)].compactMap { $0 }
  }

  /// The work per message at which a thread per client overtakes one loop that computes by itself.
  private func loopAgainstThreads(_ clock: ProgressClock) async -> CrossoverRecord? {
    guard let thread = plan.rivals.first(where: { $0.modelName == "thread" }),
      let loop = plan.rivals.first(where: { $0.modelName == "reactor" })?.withoutWorkers
    else { return nil }
    let axis = Axis("work per message", unit: .microseconds, isWhole: true)
    var search = CrossoverSearch(
      axis, first: loop.name, second: thread.name, in: 1...10_000, probes: 9)
    let experiment = CPUWork()
    while let place = search.next, !Task.isCancelled {
      clock.search(.cpu, "crossover at \(axis.text(place))", "\(loop.name) and \(thread.name)")
      let setting = Setting("", x: place)
      var figures: [[Double?]] = [[], []]
      for _ in 0..<Self.rounds {
        for (index, rival) in [loop, thread].enumerated() {
          // A run that goes wrong leaves its round open; the search says what it could not tell.
          let outcome = try? await runOnce(rival, experiment, setting)
          figures[index].append(outcome?.figures[experiment.key])
        }
      }
      search.record(
        Duel.advantage(
          of: Contestant(thread.name, rounds: figures[1]),
          over: Contestant(loop.name, rounds: figures[0]), experiment.metric))
    }
    // A search that was cut short has found nothing.
    guard !Task.isCancelled else { return nil }
    return CrossoverRecord(search.result, search.range, axis, loop.name, thread.name)
  }
}

extension CrossoverRecord {
  /// What a search has found.
  init(_ found: Crossover, _ range: Interval, _ axis: Axis, _ first: String, _ second: String) {
    let unit = axis.unit == .microseconds ? "µs" : ""
    switch found.outcome {
    case .crossesAt(let stretch, let overtaker):
      self.init(
        sentence: found.sentence, low: stretch.low, high: stretch.high, unit: unit,
        leaderBelow: overtaker == second ? first : second, leaderAbove: overtaker)
    case .never(let leader):
      self.init(
        sentence: found.sentence, low: range.low, high: range.high, unit: unit,
        leaderBelow: leader, leaderAbove: leader)
    case .uncertain(let stretch, _):
      self.init(
        sentence: found.sentence, low: stretch.low, high: stretch.high, unit: unit,
        leaderBelow: "", leaderAbove: "")
    }
  }
}

extension Rival {
  /// Which model of this program it is, if it is one.
  var modelName: String? { if case .model(_, let model, _) = kind { model } else { nil } }

  /// The same model, computing on its loop.
  var withoutWorkers: Rival? {
    guard case .model(let program, let model, let options) = kind else { return nil }
    return Rival(
      name: "\(name) without workers",
      kind: .model(program: program, model: model, options: options + ["--workers", "0"]),
      summary: summary)
  }
}
