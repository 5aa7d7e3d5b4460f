import Measurement
import Testing

@Suite("Histogram")
struct HistogramTests {
  private static let percentiles = [
    0, 1, 1000, 10_000, 25_000, 50_000, 75_000, 90_000, 95_000, 99_000, 99_900, 99_990, 99_999,
    100_000,
  ]

  @Test(
    "agrees with exact sorting within 0.1 %", arguments: Distribution.allCases,
    1...3 as ClosedRange<UInt64>)
  func percentiles(distribution: Distribution, seed: UInt64) {
    let values = distribution.values(seed: seed)
    let sorted = values.sorted()
    let histogram = Histogram(values)
    for milliPercent in Self.percentiles {
      let exact = exactPercentile(sorted, milliPercent: milliPercent)
      let got = histogram.percentile(Double(milliPercent) / 1000)
      // From above only, and within the bucket's width. (At the top the maximum caps it.)
      #expect(got >= exact, "\(distribution) seed \(seed) p\(milliPercent)/1000")
      #expect(
        Double(got - min(got, exact)) <= Double(exact) * 0.001,
        "\(distribution) seed \(seed) p\(milliPercent)/1000: \(got), exactly \(exact)")
    }
    #expect(histogram.min == sorted.first)
    #expect(histogram.max == sorted.last)
    #expect(histogram.percentile(0) == sorted.first)
    #expect(histogram.percentile(100) == sorted.last)
    #expect(histogram.count == UInt64(values.count))
    #expect(histogram.overflowed == 0)
  }

  @Test("mean and deviation agree with exact ones within 0.1 %", arguments: Distribution.allCases)
  func moments(distribution: Distribution) {
    let values = distribution.values(seed: 7).map { Double($0) }
    let histogram = Histogram(distribution.values(seed: 7))
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
    #expect(abs(histogram.mean - mean) <= mean * 0.001)
    // Each value moves by at most 0.1 % of itself, so a deviation by at most 0.1 % of their
    // quadratic mean (Minkowski's inequality).
    let tolerance = 0.001 * (mean * mean + variance).squareRoot()
    #expect(abs(histogram.standardDeviation - variance.squareRoot()) <= tolerance)
  }

  @Test("an empty histogram answers zero")
  func empty() {
    let histogram = Histogram()
    #expect(histogram.isEmpty && histogram.min == 0 && histogram.max == 0 && histogram.mean == 0)
    #expect(histogram.standardDeviation == 0)
    for percentile in [-1, 0, 50, 100, 200, .nan] as [Double] {
      #expect(histogram.percentile(percentile) == 0)
    }
    #expect(histogram.buckets.allSatisfy { _ in false })
  }

  @Test("values beyond the range are clamped and counted")
  func overflow() {
    let top = HistogramLayout.highestTrackableValue
    let histogram = Histogram([5, top, top + 1, .max])
    #expect(histogram.overflowed == 2)
    #expect(histogram.count == 4)
    #expect(histogram.max == top)
    #expect(histogram.percentile(100) == top)
    #expect(histogram.percentile(1) == 5)
  }

  @Test("999 of 1000 is the 99.9th percentile, not the maximum")
  func decimalPercentile() {
    var histogram = Histogram()
    histogram.record(10, count: 999)
    histogram.record(1_000_000)
    #expect(histogram.percentile(99.9) == 10)
    #expect(histogram.percentile(99.91) == 1_000_000)
  }

  @Test("merging equals recording all in one")
  func merge() {
    var merged = Histogram()
    var all: [UInt64] = []
    for distribution in Distribution.allCases {
      let values = distribution.values(seed: 11) + [.max]
      merged.merge(Histogram(values))
      all += values
    }
    merged.merge(Histogram())
    #expect(merged == Histogram(all))
    #expect(merged.overflowed == UInt64(Distribution.allCases.count))

    var ontoNothing = Histogram()
    ontoNothing.merge(merged)
    #expect(ontoNothing == merged)
  }

  @Test("recording a count equals recording as often")
  func counts() {
    var counted = Histogram()
    counted.record(4242, count: 3)
    counted.record(9, count: 0)
    #expect(counted == Histogram([4242, 4242, 4242]))
  }

  @Test("non-empty buckets come in order and add up")
  func buckets() {
    let values = Distribution.heavyTail.values(seed: 5)
    let histogram = Histogram(values)
    let buckets = Array(histogram.buckets)
    #expect(buckets.map(\.index) == buckets.map(\.index).sorted())
    #expect(buckets.map(\.count).reduce(0, +) == UInt64(values.count))
    for bucket in buckets.prefix(200) {
      #expect(bucket.count == UInt64(values.count { bucket.values.contains($0) }))
    }
  }

  @Test("reset forgets everything")
  func reset() {
    var histogram = Histogram([1, 2, .max])
    histogram.reset()
    #expect(histogram == Histogram())
  }

  @Test("the summary reads the same figures")
  func summary() {
    let histogram = Histogram(1...100_000)
    let summary = LatencySummary(histogram)
    #expect(summary.min == 1 && summary.max == 100_000)
    #expect(summary.p50 == histogram.percentile(50))
    #expect(summary.p999 == histogram.percentile(99.9))
    #expect(summary == LatencySummary(histogram))
    #expect(
      summary.microseconds.map(\.name)
        == ["min", "mean", "p50", "p90", "p99", "p99_9", "p99_99", "max"])
    #expect(summary.microseconds.last?.microseconds == 100)
    #expect(LatencySummary(Histogram()).microseconds.allSatisfy { $0.microseconds == 0 })
  }
}
