internal import CLinux

/// The bootstrap of a median, carried to its limit: not some thousand resamples but all there are.
///
/// A bootstrap puts a stand-in for the unknown distribution in its place, draws samples of the same
/// size from it, and takes the median of each. Where the medians of the samples fall is then known
/// without drawing any. The median of n numbers lies at a random rank u of its distribution, and u
/// follows Beta((n+1)/2, (n+1)/2) *whatever the distribution is*. So the 95 % interval is the
/// stand-in's quantiles at the 2.5 % and the 97.5 % points of that Beta. Nothing is drawn, so there
/// is no seed, and the same figures always have the same interval.
///
/// What remains to be chosen is the stand-in. The usual one, the runs themselves, ends at the
/// largest and the smallest of them, and of three runs both are on the same side of the true median
/// in one case of four: no interval made of them can be right more often than 75 % of the time. The
/// stand-in here is a smooth one. Between runs it goes straight from one to the next, the i-th of n
/// at rank i / (n+1). Beyond the outermost it goes on as an exponential tail, which has the ends
/// that few runs have not shown.
///
/// Sources: Hutson, "Calculating nonparametric confidence intervals for quantiles using fractional
/// order statistics", Journal of Applied Statistics 26 (1999), for the ranks; Hutson, "A
/// semi-parametric quantile function estimator for use in bootstrap estimation procedures",
/// Statistics and Computing 12 (2002), for the tails. There the gap next to the tail is the tail's
/// scale. Here it is the widest gap between any two neighbours: of three runs two are often close by
/// luck, and with the scale of 2002 the interval of three normal runs holds the median in 88 % of
/// cases, with the widest gap in 94 %. `EstimateTests` measures that.
struct MedianBootstrap {
  /// The fewest runs that say something about how runs vary.
  static let fewest = 3

  /// Those of 95 % for as many runs as anybody makes: a suite asks for the same ones thousands of
  /// times.
  private static let usual = (fewest...32).map { MedianBootstrap(runs: $0, confidence: 0.95) }

  /// The one of 95 % for so many runs.
  ///
  /// - Returns: `nil` for fewer than ``fewest``.
  static func of(_ runs: Int) -> MedianBootstrap? {
    guard runs >= fewest else { return nil }
    let index = runs - fewest
    return index < usual.count ? usual[index] : MedianBootstrap(runs: runs, confidence: 0.95)
  }

  /// How many runs there are.
  let runs: Int
  /// The rank of the lower end, counted in runs: 1 is the smallest, less is beyond it.
  private let rank: Double

  /// - Parameters:
  ///   - runs: at least ``fewest``.
  ///   - confidence: how often the interval is to hold the median; 0..<1.
  init(runs: Int, confidence: Double) {
    precondition(runs >= Self.fewest, "MedianBootstrap: \(runs) runs have no interval")
    precondition(confidence >= 0 && confidence < 1, "MedianBootstrap: confidence \(confidence)")
    self.runs = runs
    rank = Self.quantile((1 - confidence) / 2, ofMedianOf: runs) * Double(runs + 1)
  }

  /// The interval of the median of as many figures as it was made for, in rising order.
  func interval(ofSorted figures: [Double]) -> Interval {
    precondition(figures.count == runs, "MedianBootstrap: made for \(runs) runs")
    // The ranks are symmetric: as far from the smallest as from the largest.
    return Interval(
      Self.figure(at: rank, figures), -Self.figure(at: rank, figures.reversed().map { -$0 }))
  }

  /// The stand-in's quantile at a rank in the lower half.
  private static func figure(at rank: Double, _ sorted: [Double]) -> Double {
    guard rank >= 1 else {
      let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }
      return sorted[0] + (gaps.max() ?? 0) * log(rank)
    }
    let below = Int(rank)
    let share = rank - Double(below)
    return sorted[below - 1] * (1 - share) + sorted[below] * share
  }

  /// The point that Beta((n+1)/2, (n+1)/2) stays below in `part` of all cases.
  ///
  /// With u = (1 − cos φ) / 2 its density becomes sinⁿ φ over 0...π, whose integral is elementary.
  private static func quantile(_ part: Double, ofMedianOf n: Int) -> Double {
    let goal = part * integralOfSine(to: .pi, power: n)
    var low = 0.0
    var high = Double.pi
    // Halved until no number lies between them that a Double could tell apart.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if integralOfSine(to: middle, power: n) < goal { low = middle } else { high = middle }
    }
    return (1 - cos(low)) / 2
  }

  /// The integral of sinⁿ from zero, by parts: each power from the one two below it.
  private static func integralOfSine(to angle: Double, power n: Int) -> Double {
    var integral = n.isMultiple(of: 2) ? angle : 1 - cos(angle)
    for power in stride(from: n.isMultiple(of: 2) ? 2 : 3, through: n, by: 2) {
      let k = Double(power)
      integral = (k - 1) / k * integral - cos(angle) * pow(sin(angle), k - 1) / k
    }
    return integral
  }
}
