/// Says who is best in a cell, if that can be said.
///
/// **A winner** is better than every other by more than the margin, and certainly so: the whole 95 %
/// interval of its advantage lies beyond. Everything else is **a tie** of those that cannot be told
/// from the best so.
///
/// *Why a margin.* With enough rounds any difference becomes certain, also one of half a percent,
/// which no reader would choose a model by. Source: Schuirmann, "A comparison of the two one-sided
/// tests procedure and the power approach for assessing the equivalence of average bioavailability"
/// (1987), where such a margin became the rule.
///
/// *Why no correction for comparing many.* The best of six is six times as likely to look best by
/// luck. But a winner must beat all five others, and is only as certain as its closest duel; a test
/// that is passed only if all of its parts are needs no correction (Berger, "Multiparameter
/// hypothesis testing and acceptance sampling", Technometrics 24, 1982). `JudgeTests` counts the
/// false winners among six that are the same.
///
/// *What the client's limit does.* Where the client was the bottleneck the contestant would have
/// done at least as well with a better client, so its figure bounds it from one side: more messages
/// per second, or less time each, are possible. Such a contestant is not compared; if it might be
/// the best, there is no verdict, because by how much it is best, or whether a second one would have
/// been better still, the client hid. Only how good it is at least is said. If what was seen of it is
/// certainly worse than the best of the others, the verdict is about those others, and says whom it
/// leaves out, and that this one may do better than it could show.
public struct Judge: Sendable, Equatable {
  /// What is compared.
  public let metric: Metric

  /// How much better something must be to be worth a verdict, as a part: 0.05 is 5 %.
  public let margin: Double

  /// Makes a judge.
  ///
  /// - Parameters:
  ///   - metric: what the figures are.
  ///   - margin: the margin of practical equivalence; not below zero.
  public init(_ metric: Metric, margin: Double = 0.05) {
    precondition(margin >= 0 && margin.isFinite, "Judge: a margin is not below zero")
    self.metric = metric
    self.margin = margin
  }

  /// Judges one cell.
  ///
  /// - Parameter contestants: in any order; the verdict does not depend on it.
  public func verdict(_ contestants: [Contestant]) -> Verdict {
    let sorted = contestants.sorted { $0.name < $1.name }
    let judged = sorted.filter { objection($0) == nil }
    let absences = sorted.compactMap { contestant in
      objection(contestant).map {
        Verdict.Absence(contestant.name, $0, estimate: contestant.estimate)
      }
    }
    guard let leader = leader(of: judged) else {
      return verdict(.nobody(reason: "nobody could be judged"), [], absences)
    }
    let standings = standings(judged, behind: leader)
    guard judged.count > 1 else {
      return verdict(.nobody(reason: "only \(leader.name) could be judged"), standings, absences)
    }
    if let hidden = hidden(sorted, beside: leader) {
      return verdict(.nobody(reason: words(hidden, beside: leader)), standings, absences)
    }
    let level = standings.dropFirst().filter { !isCertain($0.behind) }.map(\.name)
    let outcome = level.isEmpty ? Verdict.Outcome.winner(leader.name) : .tie([leader.name] + level)
    return verdict(outcome, standings, absences)
  }

  /// Whether an advantage is beyond the margin as a whole.
  private func isCertain(_ advantage: Estimate?) -> Bool {
    (advantage?.low).map { $0 > 1 + margin } ?? false
  }

  /// Of those that the client held back and that might be better than the best of the others, the
  /// one of which most was seen.
  private func hidden(_ contestants: [Contestant], beside leader: Contestant) -> Contestant? {
    contestants
      .filter {
        $0.condition == .clientBound && !isCertain(Duel.advantage(of: leader, over: $0, metric))
      }
      .max { a, b in
        let left = Duel.lead(of: a, over: leader, metric) ?? -.infinity
        return left < Duel.lead(of: b, over: leader, metric) ?? -.infinity
      }
  }

  /// What may be said of it all the same: what was seen is the least that it does.
  private func words(_ hidden: Contestant, beside leader: Contestant) -> String {
    let begin = "the client was at its limit with \(hidden.name), which"
    let advantage = Duel.advantage(of: hidden, over: leader, metric)
    guard let advantage, let low = advantage.low, isCertain(advantage) else {
      return "\(begin) may be the best"
    }
    return "\(begin) is at least \(Factor.digits(low)) times as good as \(leader.name)"
  }

  /// Why a contestant is not compared, as the end of a sentence; `nil`: it is.
  private func objection(_ contestant: Contestant) -> String? {
    switch contestant.condition {
    case .clientBound: return "the client was at its limit, it may do better"
    case .skipped(let reason), .failed(let reason): return reason
    case .sound:
      let rounds = Duel.rounds(of: contestant, metric)
      guard rounds < MedianBootstrap.fewest else { return nil }
      return "\(rounds) of the \(MedianBootstrap.fewest) rounds that a comparison needs"
    }
  }

  /// The one whose closest duel goes best.
  ///
  /// Where all duels agree with one order that is its first, and it stays defined where they do not,
  /// as ratios of different rounds may.
  private func leader(of judged: [Contestant]) -> Contestant? {
    let closest = judged.map { contestant in
      judged.filter { $0.name != contestant.name }
        .compactMap { Duel.lead(of: contestant, over: $0, metric) }
        .min() ?? 0
    }
    // Of equals the first in the alphabet, so that the same rounds have the same leader.
    return closest.max().flatMap(closest.firstIndex).map { judged[$0] }
  }

  private func standings(_ judged: [Contestant], behind leader: Contestant) -> [Verdict.Standing] {
    judged
      .compactMap { contestant in
        let isLeader = contestant.name == leader.name
        return contestant.estimate.map {
          Verdict.Standing(
            contestant.name, $0,
            behind: isLeader ? nil : Duel.advantage(of: leader, over: contestant, metric))
        }
      }
      .sorted { a, b in
        let left = a.name == leader.name ? 0 : a.behind?.median ?? .infinity
        let right = b.name == leader.name ? 0 : b.behind?.median ?? .infinity
        return (left, a.name) < (right, b.name)
      }
  }
}
