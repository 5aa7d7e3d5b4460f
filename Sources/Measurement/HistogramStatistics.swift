/// One stretch of values that a histogram does not tell apart, and how many fell in it.
public struct HistogramBucket: Sendable, Equatable {
  /// The bucket's place in ``HistogramLayout``, the index that HdrHistogram's encodings use.
  public let index: Int

  /// The values it holds, in nanoseconds.
  public let values: ClosedRange<UInt64>

  /// How many were recorded in it, at least 1.
  public let count: UInt64
}

extension Histogram {
  /// The buckets that hold something, from the smallest values to the largest.
  public var buckets: some Sequence<HistogramBucket> {
    occupied.lazy.filter { counters[$0] != 0 }.map { index in
      HistogramBucket(
        index: index,
        values: HistogramLayout.lowestValue(at: index)...HistogramLayout.highestValue(at: index),
        count: counters[index])
    }
  }

  /// The buckets between the smallest and the largest value: outside, nothing was counted, and a
  /// second of a load seldom fills a tenth of the layout.
  var occupied: Range<Int> {
    isEmpty ? 0..<0 : HistogramLayout.index(of: min)..<HistogramLayout.index(of: max) + 1
  }

  /// The value that a given part of all recorded values does not exceed.
  ///
  /// As in HdrHistogram the answer is the highest value of the bucket that holds the exact one, so
  /// it is never below the exact percentile and at most 1/1024 above it. It is also kept within
  /// ``min`` and ``max``, so that no table shows a p99.99 above its own maximum.
  ///
  /// - Parameter percentile: 0…100; outside, the nearer end is meant. 0 gives ``min``, 100 ``max``.
  /// - Returns: Nanoseconds; 0 when nothing was recorded.
  public func percentile(_ percentile: Double) -> UInt64 {
    guard count > 0 else { return 0 }
    guard percentile > 0 else { return min }
    guard percentile < 100 else { return max }
    // 99.9 has no exact binary form: one step down keeps 99.9 % of 1000 from becoming rank 1000.
    let rank = (percentile.nextDown / 100 * Double(count)).rounded(.up)
    var remaining = UInt64(Swift.max(rank, 1))
    for index in occupied {
      let here = counters[index]
      guard here < remaining else {
        return Swift.min(Swift.max(HistogramLayout.highestValue(at: index), min), max)
      }
      remaining -= here
    }
    // Only rounding of counts beyond 2⁵³ leads here.
    return max
  }

  /// The arithmetic mean, in nanoseconds (0 when empty), to the layout's three digits.
  public var mean: Double {
    guard count > 0 else { return 0 }
    var sum = 0.0
    forEachRepresentative { value, count in sum += value * count }
    return sum / Double(count)
  }

  /// The population standard deviation, in nanoseconds (0 when empty), to the layout's resolution.
  public var standardDeviation: Double {
    guard count > 0 else { return 0 }
    let mean = mean
    var sum = 0.0
    forEachRepresentative { value, count in sum += (value - mean) * (value - mean) * count }
    return (sum / Double(count)).squareRoot()
  }

  /// Visits the middle of each non-empty bucket.
  ///
  /// The middle is kept within ``min`` and ``max``: a constant is then its own mean, and deviates
  /// by nothing.
  private func forEachRepresentative(_ body: (_ value: Double, _ count: Double) -> Void) {
    let bounds = (low: Double(min), high: Double(max))
    for index in occupied where counters[index] != 0 {
      let middle = HistogramLayout.middleValue(at: index)
      body(Swift.min(Swift.max(middle, bounds.low), bounds.high), Double(counters[index]))
    }
  }
}
