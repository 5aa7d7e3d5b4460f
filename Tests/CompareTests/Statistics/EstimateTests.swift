import Foundation
import Measurement
import Testing

@testable import Compare

/// Intervals of medians, held against distributions whose median is known.
struct EstimateTests {
  /// How often the interval holds the true median; of 4000 cases, so to within 0.01.
  private static func coverage(_ shape: Shape, runs: Int) -> Double {
    var random = SplitMix64(seed: 0x5EED &+ UInt64(runs))
    let cases = 4000
    let held = (0..<cases).count { _ in
      let figures = (0..<runs).map { _ in shape.run(&random) }
      return Estimate(figures)?.interval?.contains(Shape.median) ?? false
    }
    return Double(held) / Double(cases)
  }

  /// Nominal is 0.95; above it is no merit either: an interval without end would hold everything.
  @Test(arguments: Shape.allCases, [3, 4, 5, 6, 7, 15])
  func theIntervalHoldsTheMedianAsOftenAsItSays(_ shape: Shape, _ runs: Int) {
    let coverage = Self.coverage(shape, runs: runs)
    #expect(coverage >= 0.92 && coverage <= 0.985, "\(coverage)")
  }

  /// What is asked of it costs width; this is how much, in spreads of a normal run.
  ///
  /// Student's interval, which needs the runs to be normal, has 2.20 for three and 1.17 for five.
  @Test(arguments: [(3, 2.05), (5, 1.31), (7, 1.07), (15, 0.66)])
  func theIntervalIsNotWiderThanItMustBe(_ runs: Int, _ halfWidth: Double) throws {
    let bootstrap = try #require(MedianBootstrap.of(runs))
    var random = SplitMix64(seed: 7)
    let cases = 2000
    var sum = 0.0
    for _ in 0..<cases {
      let interval = bootstrap.interval(ofSorted: (0..<runs).map { _ in random.normal() }.sorted())
      sum += (interval.high - interval.low) / 2
    }
    let mean = sum / Double(cases)
    #expect(abs(mean / halfWidth - 1) < 0.05, "\(mean)")
  }

  /// Of five runs, Beta(3, 3) stays below 0.1466 in 2.5 % of cases: 0.8799 of the first run's rank.
  @Test func theRanksAreThoseOfTheBetaDistribution() {
    let interval = MedianBootstrap(runs: 5, confidence: 0.95).interval(ofSorted: [-2, -1, 0, 1, 2])
    #expect(abs(interval.low - (-2 + log(6 * 0.146633))) < 1e-4)
    #expect(abs(interval.low + interval.high) < 1e-12)
    // Beta(4, 4): 0.1841, between the first run and the second.
    let seven = MedianBootstrap(runs: 7, confidence: 0.95).interval(ofSorted: [1, 2, 3, 4, 5, 6, 7])
    #expect(abs(seven.low - 8 * 0.184052) < 1e-4)
  }

  @Test func medianOfFewRuns() throws {
    #expect(Estimate([]) == nil)
    #expect(Estimate([1, .nan, 3]) == nil && Estimate([.infinity]) == nil)
    let one = try #require(Estimate([7]))
    #expect(abs(one.median - 7) < 1e-12 && one.interval == nil && one.runs == 1)
    let two = try #require(Estimate([2, 8]))
    #expect(abs(two.median - 4) < 1e-12 && two.interval == nil)
    #expect(Estimate([0, 8])?.median == 4)
  }

  @Test func equalRunsLeaveNoDoubt() throws {
    let same = try #require(Estimate([3, 3, 3]))
    #expect(same.low == same.high && same.low == same.median)
    #expect(Estimate([0, 0, 0])?.interval == Interval(0, 0))
  }

  @Test func aCountIsNotBelievedToBeBelowZero() throws {
    let lost = try #require(Estimate([0, 1, 9]))
    #expect(lost.low == 0 && lost.median == 1)
    let signed = try #require(Estimate([-1, 1, 9])?.low)
    #expect(signed < -1)
  }

  @Test func theInverseIsTheSameComparisonFromTheOtherSide() throws {
    let figures = [1.2, 1.5, 1.1, 1.4]
    let ratio = try #require(Estimate(figures))
    let other = try #require(Estimate(figures.map { 1 / $0 }))
    let mirrored = try #require(ratio.inverse.interval)
    let expected = try #require(other.interval)
    #expect(abs(ratio.inverse.median - other.median) < 1e-12)
    #expect(abs(mirrored.low - expected.low) < 1e-12)
    #expect(abs(mirrored.high - expected.high) < 1e-12)
  }

  @Test func figuresBeyondAllMeasureStayFinite() throws {
    let absurd = try #require(Estimate([1e-300, 1, 1e300]))
    #expect(absurd.low?.isFinite == true && absurd.high?.isFinite == true)
    #expect(absurd.inverse.high?.isFinite == true)
  }

  @Test func itSurvivesItsFile() throws {
    for figures in [[3.5, 4, 5], [7], [0, 0.25, 1, 2]] {
      let estimate = try #require(Estimate(figures))
      let json = try JSONEncoder().encode(estimate)
      #expect(try JSONDecoder().decode(Estimate.self, from: json) == estimate)
    }
  }

  @Test(arguments: [
    #"{"median":1,"low":2,"high":3,"runs":3}"#, #"{"median":1,"low":0.5,"runs":3}"#,
    #"{"median":1,"runs":0}"#, #"{"runs":3}"#,
  ])
  func damagedOnesAreRefused(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Estimate.self, from: Data(json.utf8))
    }
  }
}
