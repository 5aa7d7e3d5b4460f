internal import CLinux

/// What several runs say about one figure: the median, and the interval that it is believed in.
///
/// The interval is the bootstrap's at 95 %, in a form that holds what it says with as few as three
/// runs; measured, it holds the true median in at least 92 % of cases, be the runs normal,
/// log-normal or heavy-tailed. Source and method: `MedianBootstrap`.
///
/// It is for figures that cannot be negative. Where all runs are above zero it is computed on their
/// logarithms: what disturbs a run slows it by a part, not by an amount, and the interval of `1/x`
/// is then the reverse of the interval of `x`, which ratios need.
public struct Estimate: Sendable, Equatable {
  /// The middle run; of an even number the geometric mean of the middle two, or their mean where a
  /// run is not above zero.
  public let median: Double

  /// Where the median lies in 95 % of such cases; `nil` with fewer than three runs, which do not
  /// say how much runs vary.
  public let interval: Interval?

  /// How many runs it is made of.
  public let runs: Int

  /// The lower end of the interval.
  public var low: Double? { interval?.low }

  /// The upper end of the interval.
  public var high: Double? { interval?.high }

  /// Makes one of what was measured.
  ///
  /// - Parameter figures: one per run, in any order.
  /// - Returns: `nil` where there is none, or one that is not finite.
  public init?(_ figures: [Double]) {
    guard !figures.isEmpty, figures.allSatisfy(\.isFinite) else { return nil }
    let least = figures.min() ?? 0
    if least > 0 {
      self.init(logarithms: figures.map(log))
    } else {
      let sorted = figures.sorted()
      // A count that was never below zero in any run is not believed to be so.
      let interval = Self.interval(sorted).map { least < 0 ? $0 : $0.map { max($0, 0) } }
      self.init(median: Self.middle(sorted), interval: interval, runs: sorted.count)
    }
  }

  /// Makes one of the logarithms of what was measured.
  ///
  /// - Precondition: there is at least one, and all are finite.
  init(logarithms: [Double]) {
    let sorted = logarithms.sorted()
    runs = sorted.count
    // Three runs that differ by hundreds of orders of magnitude leave what a Double can hold.
    median = Self.exponential(Self.middle(sorted))
    interval = Self.interval(sorted).map { $0.map(Self.exponential) }
  }

  init(median: Double, interval: Interval?, runs: Int) {
    self.median = median
    self.interval = interval
    self.runs = runs
  }

  /// The estimate of one divided by it: the same comparison, seen from the other side.
  ///
  /// - Precondition: it is above zero, as ratios are.
  public var inverse: Estimate {
    Estimate(
      median: 1 / median, interval: interval.map { Interval(1 / $0.high, 1 / $0.low) }, runs: runs)
  }

  private static func exponential(_ logarithm: Double) -> Double {
    min(max(exp(logarithm), .leastNormalMagnitude), .greatestFiniteMagnitude)
  }

  /// The middle of numbers in rising order; of an even number of them the mean of the middle two.
  static func middle(_ sorted: [Double]) -> Double {
    let half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  private static func interval(_ sorted: [Double]) -> Interval? {
    MedianBootstrap.of(sorted.count)?.interval(ofSorted: sorted)
  }
}

extension Estimate: Codable {
  private enum CodingKeys: String, CodingKey { case median, low, high, runs }

  /// Reads `{"median": …, "low": …, "high": …, "runs": …}`; the ends may be absent together.
  ///
  /// - Throws: `DecodingError` where it is no estimate: ends in the wrong order, a run too few.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    median = try object.decode(Double.self, forKey: .median)
    runs = try object.decode(Int.self, forKey: .runs)
    let low = try object.decodeIfPresent(Double.self, forKey: .low)
    let high = try object.decodeIfPresent(Double.self, forKey: .high)
    switch (low, high) {
    case (nil, nil): interval = nil
    case (let low?, let high?) where low <= median && median <= high: interval = Interval(low, high)
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .low, in: object, debugDescription: "an interval around the median")
    }
    guard runs > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .runs, in: object, debugDescription: "at least one run")
    }
  }

  /// Writes what is known; the rest is absent.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(median, forKey: .median)
    try object.encodeIfPresent(low, forKey: .low)
    try object.encodeIfPresent(high, forKey: .high)
    try object.encode(runs, forKey: .runs)
  }
}
