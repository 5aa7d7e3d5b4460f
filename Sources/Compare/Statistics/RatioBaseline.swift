internal import CLinux

/// Ratios between models as they were once, and the question whether they still are.
///
/// Ratios, because they survive another machine-hour: what slows all models alike leaves them as
/// they are. A ratio has moved only where three things come together:
///
/// 1. The change is beyond the margin, so that somebody should care.
/// 2. The two intervals have no number in common.
/// 3. The change is more than chance makes among *so many* comparisons. Two intervals of 95 % miss
///    each other in about one case of 250 although nothing has changed. A suite compares 900 pairs:
///    with the second rule alone every check would raise some three false alarms.
///
/// For the third rule the chance of any false alarm in a whole check is set, at 3 % by default, and
/// what is left for each comparison follows from it (Šidák, "Rectangular confidence regions for the
/// means of multivariate normal distributions", JASA 62, 1967). So small a chance is out in the
/// tail, where what five rounds say about their own noise cannot be trusted: by luck some of 900
/// intervals are far too narrow. So no ratio is taken to be less noisy than its neighbours usually
/// are: an interval counts at least as wide as the middle one of its cell, and of its metric. The
/// idea is that of moderated tests on many genes with few arrays each (Smyth, "Linear models and
/// empirical Bayes methods for assessing differential expression in microarray experiments", 2004),
/// in its simplest form. `RatioBaselineTests` counts the false alarms.
///
/// The price: with five rounds and 5 % noise in each run it takes a change by 30 % to move one ratio
/// of 900, and by 20 % if it is the only one.
public struct RatioBaseline: Sendable {
  /// The ratios as they were.
  public let ratios: [PairRatio]
  /// By how much a ratio may change without anybody caring, as a part.
  public let margin: Double
  /// The chance of a check with any false alarm.
  public let falseAlarms: Double

  /// - Parameters:
  ///   - ratios: as they were; of two for one pair the first counts.
  ///   - margin: the margin of practical equivalence.
  ///   - falseAlarms: the chance of a check with any false alarm; 0<..<1.
  public init(_ ratios: [PairRatio], margin: Double = 0.05, falseAlarms: Double = 0.03) {
    precondition(margin >= 0, "RatioBaseline: a margin is not below zero")
    precondition(falseAlarms > 0 && falseAlarms < 1, "RatioBaseline: a chance is between 0 and 1")
    self.ratios = ratios.map(\.inOrder)
    self.margin = margin
    self.falseAlarms = falseAlarms
  }

  /// What became of each ratio, in the order of the baseline.
  ///
  /// - Parameter now: the ratios of today; those that the baseline does not know are not looked at.
  public func check(_ now: [PairRatio]) -> [RatioChange] {
    let today = Dictionary(now.map { ($0.inOrder.key, $0.inOrder) }) { first, _ in first }
    let pairs = ratios.map { (old: $0, new: today[$0.key]) }
    let shifts = pairs.map { Shift($0.old, $0.new) }
    let known = shifts.compactMap { $0 }
    let cells = Self.usualWidths(known) { [$0.cell, $0.metric] }
    let metrics = Self.usualWidths(known) { [$0.metric] }
    let factor = Self.factor(forChance: falseAlarms, among: known.count)
    return zip(pairs, shifts).map { pair, shift in
      guard let shift else {
        let reason = pair.new == nil ? "it was not measured" : "there were too few rounds"
        return RatioChange(baseline: pair.old, outcome: .missing(reason: reason))
      }
      let usual = max(
        cells[[pair.old.cell, pair.old.metric]] ?? 0, metrics[[pair.old.metric]] ?? 0)
      let hasMoved =
        shift.isApart && shift.distance > log(1 + margin)
        && shift.distance > factor * max(shift.width, usual)
      return RatioChange(
        baseline: pair.old,
        outcome: hasMoved ? .moved(old: shift.old.advantage, new: shift.new.advantage) : .held)
    }
  }

  /// The middle width of each group.
  private static func usualWidths(
    _ shifts: [Shift], by group: (PairRatio) -> [String]
  ) -> [[String]: Double] {
    Dictionary(grouping: shifts) { group($0.old) }
      .mapValues { Estimate.middle($0.map(\.width).sorted()) }
  }

  /// How many widths a change must exceed, where a width is that of an interval of 95 %.
  private static func factor(forChance chance: Double, among count: Int) -> Double {
    // For one comparison the chance as it is, for many what is left of it; small numbers keep
    // their digits in this form.
    let each = -expm1(log1p(-chance) / Double(max(count, 1)))
    return normalQuantile(outside: each) / normalQuantile(outside: 0.05)
  }

  /// How far from the middle, in spreads, a normal number lies with so small a chance.
  private static func normalQuantile(outside chance: Double) -> Double {
    var low = 0.0
    var high = 40.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) > chance { low = middle } else { high = middle }
    }
    return low
  }
}

/// A ratio then and now, in logarithms.
private struct Shift {
  let old: PairRatio
  let new: PairRatio
  /// How far the median has gone.
  let distance: Double
  /// Half the width of the two intervals together, as spreads add up.
  let width: Double
  /// Whether the intervals have nothing in common.
  let isApart: Bool

  /// `nil` where one of the two is missing or has no interval.
  init?(_ old: PairRatio, _ new: PairRatio?) {
    guard let new, let before = old.advantage.interval, let after = new.advantage.interval
    else { return nil }
    self.old = old
    self.new = new
    distance = log(new.advantage.median / old.advantage.median).magnitude
    width = hypot(log(before.high / before.low), log(after.high / after.low)) / 2
    isApart = !before.overlaps(after)
  }
}
