internal import CLinux
package import Measurement

/// A distribution as a line: which value so many of all do not exceed.
package struct PercentileCurve: Sendable, Equatable {
  /// A point of it.
  package struct Point: Sendable, Equatable {
    /// 1 / (1 - p): 1 is p0, 100 is p99, the number of values their maximum.
    package let inverse: Double
    /// The value in microseconds.
    package let microseconds: Double
  }

  /// How many values there were.
  package let count: Double

  /// Its points, in ascending order; none where there were no values.
  package let points: [Point]

  /// Points per nine of a percentile: more than a screen can show.
  private static let pointsPerDecade = 60.0

  /// The whole of a distribution.
  ///
  /// - Parameters:
  ///   - histogram: values in nanoseconds.
  ///   - largest: the exact maximum in microseconds, which the histogram's encoding does not keep;
  ///     the line ends there.
  package init(_ histogram: Histogram, largest: Double) {
    let total = Double(histogram.count)
    count = total
    guard total > 0 else {
      points = []
      return
    }
    var ranks: [(upTo: UInt64, microseconds: Double)] = []
    var sum: UInt64 = 0
    for bucket in histogram.buckets {
      sum += bucket.count
      ranks.append((sum, Double(bucket.values.upperBound) / 1000))
    }
    var place = 0
    var found: [Point] = []
    for inverse in Self.inverses(upTo: total) {
      // The rank as `Histogram.percentile` has it, so that line and table agree.
      let percentile = 100 - 100 / inverse
      let rank = UInt64(max((percentile.nextDown / 100 * total).rounded(.up), 1))
      while place < ranks.count - 1, ranks[place].upTo < rank { place += 1 }
      found.append(
        Point(inverse: inverse, microseconds: min(ranks[place].microseconds, largest)))
    }
    found.append(Point(inverse: max(total, 1), microseconds: largest))
    points = found
  }

  /// What is left of a distribution where only its figures are known.
  ///
  /// - Parameter named: percentiles as 0...100, with their values in microseconds, in ascending
  ///   order.
  package init(count: Int, named: [(percentile: Double, microseconds: Double)]) {
    self.count = Double(count)
    points =
      count == 0
      ? []
      : named.map { percentile, microseconds in
        let inverse = percentile < 100 ? 100 / (100 - percentile) : Double(count)
        return Point(inverse: min(inverse, Double(count)), microseconds: microseconds)
      }
  }

  /// The value at a place, from the nearest point that is not before it.
  package func microseconds(at inverse: Double) -> Double? {
    (points.first { $0.inverse >= inverse * 0.999_999 } ?? points.last)?.microseconds
  }

  /// Where the line is looked at: evenly on its axis, and at each nine.
  private static func inverses(upTo count: Double) -> [Double] {
    let steps = Int((log10(count) * pointsPerDecade).rounded(.down))
    return (0...max(steps, 0)).map { step in
      step % Int(pointsPerDecade) == 0
        ? pow(10, Double(step / Int(pointsPerDecade))).rounded()
        : pow(10, Double(step) / pointsPerDecade)
    }.filter { $0 < count }
  }
}

extension PercentileCurve {
  /// Where two lines part company.
  package struct Parting: Sendable, Equatable {
    /// The first place where the upper is well above the lower.
    package let begin: Double
    /// The place where it is most above it.
    package let widest: Double
    /// The upper one there, in microseconds.
    package let upper: Double
    /// The lower one there.
    package let lower: Double

    /// Whether they never were together; so they say when not one in twenty is.
    package var isFromTheBeginning: Bool { begin < 20.0 / 19 }
  }

  /// Where this line leaves another below it: by more than its double, and by a millisecond.
  ///
  /// Less is what a timer's jitter and a busy core do to a short latency.
  package func parting(from lower: PercentileCurve) -> Parting? {
    let apart = points.compactMap { point -> Parting? in
      guard let below = lower.microseconds(at: point.inverse), point.microseconds > below * 2,
        point.microseconds > below + 1000
      else { return nil }
      return Parting(
        begin: point.inverse, widest: point.inverse, upper: point.microseconds, lower: below)
    }
    guard let first = apart.first,
      let widest = apart.max(by: { $0.upper / max($0.lower, 1) < $1.upper / max($1.lower, 1) })
    else { return nil }
    return Parting(
      begin: first.begin, widest: widest.widest, upper: widest.upper, lower: widest.lower)
  }
}
