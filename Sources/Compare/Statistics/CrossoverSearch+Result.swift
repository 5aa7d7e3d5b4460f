internal import CLinux

extension CrossoverSearch {
  /// What is known so far; after the last probe, what was found.
  public var result: Crossover {
    let outcome = outcome
    var estimate: Double?
    var level: Interval?
    if case .crossesAt(let stretch, _) = outcome {
      let inside = within(stretch).map(\.place)
      estimate = place(in: stretch)
      level = inside.isEmpty ? nil : Interval(inside[0], inside[inside.count - 1])
    }
    return Crossover(
      outcome: outcome, estimate: estimate, level: level,
      sentence: sentence(outcome, estimate, level))
  }

  private var outcome: Crossover.Outcome {
    let changes = changes
    let decided = probes.filter { $0.lead == .first || $0.lead == .second }
    guard let low = decided.first, let high = decided.last else {
      let reason =
        probes.contains { $0.lead == .level }
        ? "the two cannot be told apart at any place" : "nothing could be measured"
      return .uncertain(range, reason: reason)
    }
    switch changes.count {
    case 0: return undisputed(from: low, to: high)
    case 1:
      if let unknown = within(changes[0]).first(where: { $0.lead == .unknown }) {
        return .uncertain(
          changes[0], reason: "nothing could be measured at \(axis.text(unknown.place))")
      }
      return .crossesAt(changes[0], overtaker: name(high))
    default:
      return .uncertain(
        Interval(changes[0].low, changes[changes.count - 1].high),
        reason: "the lead changes \(changes.count) times")
    }
  }

  /// One leads wherever somebody does; at an end where nobody does, another might beyond it.
  private func undisputed(from low: CrossoverProbe, to high: CrossoverProbe) -> Crossover.Outcome {
    if high.place < range.high {
      return .uncertain(
        Interval(high.place, range.high), reason: "\(name(high)) leads below it, nobody at its end")
    }
    if low.place > range.low {
      return .uncertain(
        Interval(range.low, low.place), reason: "\(name(low)) leads above it, nobody at its start")
    }
    return .never(leader: name(low))
  }

  private func name(_ probe: CrossoverProbe) -> String { probe.lead == .second ? second : first }

  /// Where the medians pass 1, on a straight line between logarithms.
  private func place(in stretch: Interval) -> Double? {
    let ends = probes.filter { stretch.contains($0.place) }
    let pairs = zip(ends, ends.dropFirst())
    for (left, right) in pairs {
      guard let a = left.advantage?.median, let b = right.advantage?.median,
        (a < 1) != (b < 1)
      else { continue }
      let share = log(a) / (log(a) - log(b))
      return left.place * pow(right.place / left.place, share)
    }
    return nil
  }

  private func sentence(
    _ outcome: Crossover.Outcome, _ estimate: Double?, _ level: Interval?
  ) -> String {
    switch outcome {
    case .crossesAt(let stretch, let overtaker):
      let other = overtaker == second ? first : second
      let about = estimate.map { ", at about \(axis.text($0))" } ?? ""
      let doubt = level.map { "; \(axis.text($0)) they cannot be told apart" } ?? ""
      return "\(overtaker) overtakes \(other) between \(axis.text(stretch.low)) and "
        + "\(axis.text(stretch.high)) of \(axis.name)\(about)\(doubt)."
    case .never(let leader):
      let other = leader == second ? first : second
      return "\(leader) leads \(other) \(axis.text(range)) of \(axis.name)."
    case .uncertain(let stretch, let reason):
      return "Whether \(second) overtakes \(first) \(axis.text(stretch)) of \(axis.name) is not "
        + "known: \(reason)."
    }
  }
}
