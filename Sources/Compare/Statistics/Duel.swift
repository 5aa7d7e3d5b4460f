internal import CLinux

/// Two contestants in one cell: how many times as good the first is as the second.
///
/// Compared are not the medians of the two but the ratios of each round. A machine that is busy for
/// a minute slows both runs of that round, and their ratio stays what it was; so the drift of a
/// shared machine, often larger than what is to be seen, cancels. Ratios are taken as logarithms,
/// which makes "twice" and "half" equally far from level.
enum Duel {
  /// The advantage of `first`, above 1 where it is better, whichever direction is.
  ///
  /// - Returns: `nil` where they have no round in common; without an interval where they have fewer
  ///   than three.
  static func advantage(
    of first: Contestant, over second: Contestant, _ metric: Metric
  ) -> Estimate? {
    let rounds = rounds(first, second, metric)
    return rounds.isEmpty ? nil : Estimate(logarithms: rounds)
  }

  /// Its logarithm alone; `nil` where they have no round in common.
  static func lead(of first: Contestant, over second: Contestant, _ metric: Metric) -> Double? {
    let rounds = rounds(first, second, metric)
    return rounds.isEmpty ? nil : Estimate.middle(rounds.sorted())
  }

  /// The logarithm of the advantage in each round that both have.
  private static func rounds(
    _ first: Contestant, _ second: Contestant, _ metric: Metric
  ) -> [Double] {
    zip(first.rounds, second.rounds).compactMap { a, b in
      guard let a = logarithm(a, metric), let b = logarithm(b, metric) else { return nil }
      return metric.direction.sign * (a - b)
    }
  }

  /// `nil` where a round is missing or its figure has no logarithm.
  private static func logarithm(_ figure: Double?, _ metric: Metric) -> Double? {
    guard let figure, figure.isFinite else { return nil }
    let seen = max(figure, metric.resolution)
    return seen > 0 ? log(seen) : nil
  }

  /// In how many rounds a contestant has a figure that can be compared.
  static func rounds(of contestant: Contestant, _ metric: Metric) -> Int {
    contestant.rounds.count { logarithm($0, metric) != nil }
  }
}
