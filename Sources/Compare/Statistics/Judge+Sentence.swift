extension Judge {
  /// A verdict with its sentence.
  func verdict(
    _ outcome: Verdict.Outcome, _ standings: [Verdict.Standing], _ absences: [Verdict.Absence]
  ) -> Verdict {
    let words =
      switch outcome {
      case .winner(let name): winnerWords(name, standings)
      case .tie(let names): tieWords(names, standings)
      case .nobody(let reason): "No verdict on \(metric.name): \(reason)"
      }
    return Verdict(
      outcome: outcome, standings: standings, absences: absences,
      sentence: words + absenceWords(absences) + ".")
  }

  /// `reactor wins on messages per second, with 1.38 times async's (1.29 to 1.47, 5 rounds)`.
  private func winnerWords(_ name: String, _ standings: [Verdict.Standing]) -> String {
    let begin = "\(name) wins on \(metric.name)"
    guard let second = standings.dropFirst().first, let ratio = second.behind,
      let interval = ratio.interval
    else { return begin }
    let factor = Factor.of(ratio.median, metric.direction)
    return "\(begin), with \(factor) \(second.name)'s (\(words(interval)), \(ratio.runs) rounds)"
  }

  /// A tie may be two that are the same, and two of which too little is known: it says which.
  private func tieWords(_ names: [String], _ standings: [Verdict.Standing]) -> String {
    let begin = "\(Factor.list(names)) tie on \(metric.name)"
    let ends = standings.filter { names.contains($0.name) }.dropFirst().map(\.behind?.interval)
    guard !ends.contains(nil) else { return "\(begin): too few common rounds to tell them apart" }
    let furthest = ends.compactMap { $0 }.map { max($0.high, 1 / $0.low) }.max() ?? 1
    guard furthest > 1 + margin else {
      return "\(begin): they are level to within \(Factor.percent(margin))"
    }
    return "\(begin): the rounds do not tell them apart, though a factor of "
      + "\(Factor.digits(furthest)) may lie between them"
  }

  private func absenceWords(_ absences: [Verdict.Absence]) -> String {
    guard !absences.isEmpty else { return "" }
    return "; left out: " + absences.map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
  }

  private func words(_ interval: Interval) -> String {
    switch metric.direction {
    case .higherIsBetter: "\(Factor.digits(interval.low)) to \(Factor.digits(interval.high))"
    case .lowerIsBetter: "1/\(Factor.digits(interval.high)) to 1/\(Factor.digits(interval.low))"
    }
  }
}
