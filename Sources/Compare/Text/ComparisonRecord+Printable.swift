internal import Measurement
internal import Reports

extension ComparisonRecord {
  /// The same with texts that stand on a line and show all that is in them: names of peers, their
  /// commands and what a file says are from outside, and could move the cursor of a terminal.
  var printable: ComparisonRecord {
    var copy = self
    copy.version = VisibleText.line(version)
    copy.command = command.map(VisibleText.line)
    copy.notes = notes.map(VisibleText.line)
    copy.environment.kernel = VisibleText.line(environment.kernel)
    copy.environment.architecture = VisibleText.line(environment.architecture)
    copy.environment.cpuModel = VisibleText.line(environment.cpuModel)
    for index in contestants.indices {
      let one = contestants[index]
      copy.contestants[index] = ContestantRecord(
        name: VisibleText.line(one.name), kind: one.kind, command: VisibleText.line(one.command),
        description: VisibleText.line(one.description))
    }
    copy.experiments = experiments.map(\.printable)
    copy.decisions = decisions.map { decision in
      DecisionRecord(
        work: VisibleText.line(decision.work),
        marks: decision.marks.map {
          MarkRecord(
            contestant: VisibleText.line($0.contestant), kind: $0.kind,
            text: VisibleText.line($0.text))
        }, sentence: VisibleText.line(decision.sentence))
    }
    return copy
  }
}

extension ExperimentRecord {
  fileprivate var printable: ExperimentRecord {
    var copy = self
    copy.work = VisibleText.line(work)
    copy.question = VisibleText.line(question)
    copy.metric.title = VisibleText.line(metric.title)
    copy.metric.unit = VisibleText.line(metric.unit)
    copy.rerun = VisibleText.line(rerun)
    copy.skipped = skipped.map(VisibleText.line)
    copy.cells = cells.map(\.printable)
    copy.crossovers = crossovers.map { crossover in
      var copy = crossover
      copy.sentence = VisibleText.line(crossover.sentence)
      return copy
    }
    return copy
  }
}

extension CellRecord {
  fileprivate var printable: CellRecord {
    var copy = self
    copy.label = VisibleText.line(label)
    copy.skipped = skipped.map(VisibleText.line)
    copy.verdict?.sentence = VisibleText.line(verdict?.sentence ?? "")
    copy.verdict?.names = (verdict?.names ?? []).map(VisibleText.line)
    for index in entries.indices {
      copy.entries[index].contestant = VisibleText.line(entries[index].contestant)
      copy.entries[index].skipped = entries[index].skipped.map(VisibleText.line)
      copy.entries[index].limit = entries[index].limit.map(VisibleText.line)
      copy.entries[index].clientBound = entries[index].clientBound.map(VisibleText.line)
    }
    return copy
  }
}
