internal import Reports

extension ComparisonRecord {
  /// Refuses what no comparison has, so that what reckons with it, draws it or prints it need not
  /// look: figures are finite and not negative, lists and texts have an end, and every name is that
  /// of a contestant.
  func validate() throws(RecordError) {
    try RecordBounds.check(moment: startedAtUnixSeconds, "started_at_unix_seconds")
    try RecordBounds.check(elapsedSeconds, "elapsed_seconds")
    try RecordBounds.check(secondsPerRun, "seconds_per_run")
    try RecordBounds.check(count: rounds, "rounds")
    try environment.validate("environment")
    let bounds = ComparisonBounds(names: contestants.map(\.name))
    for (name, cores) in [("server_cores", serverCores), ("client_cores", clientCores)] {
      try bounds.check(list: cores, name)
      for core in cores { try RecordBounds.check(count: core, name) }
    }
    try bounds.check(texts: [version], "version")
    try bounds.check(texts: command, "command")
    try bounds.check(texts: notes, "notes")
    try bounds.checkContestants(contestants)
    try bounds.check(list: experiments, "experiments")
    guard Set(experiments.map(\.work)).count == experiments.count else {
      throw .wrongValue("experiments", expected: "a list in which no work comes twice")
    }
    for (index, experiment) in experiments.enumerated() {
      try experiment.validate("experiments[\(index)]", bounds)
    }
    try bounds.check(list: decisions, "decisions")
    for (index, decision) in decisions.enumerated() {
      let way = "decisions[\(index)]"
      try bounds.check(texts: [decision.work, decision.sentence] + decision.marks.map(\.text), way)
      try bounds.check(names: decision.marks.map(\.contestant), "\(way).marks")
    }
  }
}

extension ExperimentRecord {
  fileprivate func validate(_ way: String, _ bounds: ComparisonBounds) throws(RecordError) {
    try bounds.check(key: work, "\(way).work")
    try bounds.check(
      texts: [question, metric.title, metric.unit, rerun, skipped ?? ""]
        + [axis, secondAxis].flatMap { [$0?.title ?? "", $0?.unit ?? ""] }, way)
    try bounds.check(list: cells, "\(way).cells")
    for (index, cell) in cells.enumerated() { try cell.validate("\(way).cells[\(index)]", bounds) }
    try bounds.check(list: crossovers, "\(way).crossovers")
    for (index, crossover) in crossovers.enumerated() {
      let way = "\(way).crossovers[\(index)]"
      try bounds.check(texts: [crossover.sentence, crossover.unit], way)
      try RecordBounds.check(crossover.low, "\(way).low")
      try RecordBounds.check(crossover.high, "\(way).high")
      try bounds.check(name: crossover.leaderBelow, "\(way).leader_below")
      try bounds.check(name: crossover.leaderAbove, "\(way).leader_above")
    }
  }
}

extension CellRecord {
  fileprivate func validate(_ way: String, _ bounds: ComparisonBounds) throws(RecordError) {
    try bounds.check(texts: [label, skipped ?? "", verdict?.sentence ?? ""], way)
    try RecordBounds.check(x, "\(way).x")
    try RecordBounds.check(y, "\(way).y")
    try bounds.check(names: entries.map(\.contestant), "\(way).entries")
    for (index, entry) in entries.enumerated() {
      try entry.validate("\(way).entries[\(index)]", bounds)
    }
    guard let verdict else { return }
    try bounds.check(names: verdict.names, "\(way).verdict.names")
    for (name, value) in [
      ("ratio", verdict.ratio), ("low", verdict.low), ("high", verdict.high),
    ] {
      try RecordBounds.check(value, "\(way).verdict.\(name)")
    }
  }
}

extension EntryRecord {
  fileprivate func validate(_ way: String, _ bounds: ComparisonBounds) throws(RecordError) {
    try bounds.check(texts: [skipped ?? "", limit ?? "", clientBound ?? ""], way)
    try bounds.check(list: runs, "\(way).runs")
    for (index, run) in runs.enumerated() { try run.validate("\(way).runs[\(index)]") }
    try figures.validate("\(way).figures")
    if let estimate {
      try RecordBounds.check(estimate.median, "\(way).estimate.median")
      try RecordBounds.check(estimate.low, "\(way).estimate.low")
      try RecordBounds.check(estimate.high, "\(way).estimate.high")
      try RecordBounds.check(count: estimate.runs, "\(way).estimate.runs")
    }
    try bounds.check(line: curve, "\(way).curve")
    guard curve.allSatisfy({ $0.x <= 1 }) else {
      throw .wrongValue("\(way).curve", expected: "a list of quantiles from 0 to 1")
    }
    try bounds.check(line: timeline, "\(way).timeline")
  }
}
