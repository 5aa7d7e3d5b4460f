import Testing

@testable import Measurement

@Suite("Percentile distribution")
struct PercentileDistributionTests {
  @Test("prints the lines of HdrHistogram, to the character")
  func text() {
    var histogram = Histogram([1_000_000])
    histogram.record(2_000_000, count: 2)
    histogram.record(10_000_000)
    #expect(
      PercentileDistribution(histogram).text() == """
               Value     Percentile TotalCount 1/(1-Percentile)

               1.000 0.000000000000          1           1.00
               1.000 0.100000000000          1           1.11
               1.000 0.200000000000          1           1.25
               2.001 0.300000000000          3           1.43
               2.001 0.400000000000          3           1.67
               2.001 0.500000000000          3           2.00
               2.001 0.550000000000          3           2.22
               2.001 0.600000000000          3           2.50
               2.001 0.650000000000          3           2.86
               2.001 0.700000000000          3           3.33
               2.001 0.750000000000          3           4.00
              10.002 0.775000000000          4           4.44
              10.002 1.000000000000          4
        #[Mean    =        3.750, StdDeviation   =        3.631]
        #[Max     =       10.002, Total count    =            4]
        #[Buckets =           32, SubBuckets     =         2048]

        """)
  }

  @Test("an empty histogram has a head and a foot and no lines")
  func empty() {
    #expect(
      PercentileDistribution(Histogram()).text(in: .nanoseconds) == """
               Value     Percentile TotalCount 1/(1-Percentile)

        #[Mean    =        0.000, StdDeviation   =        0.000]
        #[Max     =        0.000, Total count    =            0]
        #[Buckets =           32, SubBuckets     =         2048]

        """)
  }

  @Test("one value is at zero and at all")
  func single() {
    let lines = PercentileDistribution(Histogram([5])).lines
    #expect(lines.map(\.percentile) == [0, 1])
    #expect(lines.map(\.totalCount) == [1, 1])
    #expect(lines.map(\.value) == [5, 5])
  }

  @Test("rises, ends with everything, and tells the truth", arguments: Distribution.allCases)
  func lines(distribution: Distribution) throws {
    let values = distribution.values(seed: 4).sorted()
    let histogram = Histogram(values)
    let lines = PercentileDistribution(histogram).lines
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.value <= next.value && line.totalCount <= next.totalCount)
      #expect(line.percentile < next.percentile)
    }
    var below = 0
    for line in lines {
      while below < values.count, values[below] <= line.value { below += 1 }
      #expect(line.totalCount == UInt64(below))
      #expect(Double(line.totalCount) / Double(values.count) >= line.percentile - 1e-12)
    }
    #expect(try #require(lines.last).totalCount == histogram.count)
  }

  @Test("counts that floating point cannot tell apart end all the same")
  func hugeCounts() {
    var histogram = Histogram()
    histogram.record(1, count: 1 << 61)
    for value in 2...50 as ClosedRange<UInt64> { histogram.record(value) }
    let lines = PercentileDistribution(histogram).lines
    #expect(lines.count < 400)
    #expect(lines.last?.value == 50)
    #expect(lines.last?.percentile == 1)
  }

  @Test("units are a matter of printing")
  func units() {
    let distribution = PercentileDistribution(Histogram([1500]))
    #expect(distribution.text(in: .nanoseconds).contains("    1500.000 0.0"))
    #expect(distribution.text(in: .microseconds).contains("       1.500 0.0"))
    #expect(distribution.text(in: .seconds).contains("       0.000 0.0"))
  }
}
