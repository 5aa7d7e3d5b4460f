import Foundation
import Measurement
import Testing

@testable import Compare

/// Whether ratios have moved, where it is known that they have or have not.
struct RatioBaselineTests {
  private static let judge = Judge(Cells.rate)

  private static func ratio(
    _ median: Double, _ low: Double, _ high: Double, _ first: String = "reactor",
    _ second: String = "thread", cell: String = "cpu 100 µs"
  ) -> PairRatio {
    PairRatio(
      cell: cell, metric: "messages per second", first: first, second: second,
      advantage: Estimate(median: median, interval: Interval(low, high), runs: 5))
  }

  /// How noisy the runs of a suite are.
  enum Mixture {
    /// All the same, 5 %.
    case even
    /// Each cell and each model its own, mostly between 2 % and 15 %.
    case uneven
    /// Heavy tails.
    case heavy
  }

  /// All 900 pairs of 60 cells with six models, whose true figures are 1000, but for one.
  private static func suite(
    _ random: inout SplitMix64, _ spreads: [[Double]], heavy: Bool = false,
    outlier: Double = 1, rounds: Int = 5
  ) -> [PairRatio] {
    spreads.indices.flatMap { cell in
      let contestants = Cells.names.enumerated().map { index, name in
        let truth = cell == 7 && name == "reactor" ? outlier : 1
        let figures = (0..<rounds).map { _ -> Double? in
          let noise = heavy ? random.student(3) : random.normal()
          return 1000 * truth * exp(spreads[cell][index] * noise)
        }
        return Contestant(name, rounds: figures)
      }
      return judge.ratios(contestants, cell: "cell \(cell)")
    }
  }

  private static func spreads(_ mixture: Mixture, _ random: inout SplitMix64) -> [[Double]] {
    (0..<60).map { _ in
      let cell = random.factor(noise: 0.5)
      return (0..<6).map { _ in mixture == .uneven ? 0.05 * cell * random.factor(noise: 0.5) : 0.05
      }
    }
  }

  /// 900 comparisons a check, nothing has changed: at most a few checks in a hundred say otherwise.
  ///
  /// Over 60 checks of each kind there was none; the suite has the time for fewer.
  @Test(arguments: [(Mixture.even, 3), (.even, 5), (.uneven, 5), (.heavy, 5)])
  func aWholeCheckRarelyRaisesAFalseAlarm(_ mixture: Mixture, _ rounds: Int) {
    var random = SplitMix64(seed: 21)
    let checks = 15
    let alarms = (0..<checks).count { _ in
      let spreads = Self.spreads(mixture, &random)
      let old = Self.suite(&random, spreads, heavy: mixture == .heavy, rounds: rounds)
      let new = Self.suite(&random, spreads, heavy: mixture == .heavy, rounds: rounds)
      return RatioBaseline(old).check(new).contains { $0.outcome != .held }
    }
    #expect(alarms == 0, "\(alarms) of \(checks)")
  }

  /// One model of one cell has lost two fifths: found, and nothing else is.
  @Test func whatHasMovedIsFound() {
    var random = SplitMix64(seed: 22)
    let found = (0..<10).count { _ in
      let spreads = Self.spreads(.even, &random)
      let old = Self.suite(&random, spreads)
      let new = Self.suite(&random, spreads, outlier: 0.6)
      let moved = RatioBaseline(old).check(new).filter { $0.outcome != .held }
      #expect(moved.allSatisfy { $0.baseline.cell == "cell 7" && $0.line.contains("reactor") })
      return !moved.isEmpty
    }
    #expect(found >= 9, "\(found) of 10")
  }

  @Test func intervalsApartAndAChangeBeyondTheMarginAreWanted() throws {
    let baseline = RatioBaseline([Self.ratio(1.38, 1.29, 1.47)])
    let moved = try #require(baseline.check([Self.ratio(0.97, 0.9, 1.04)]).first)
    #expect(
      moved.line
        == "cpu 100 µs, messages per second: reactor by thread was 1.38 (1.29 to 1.47), "
        + "is 0.97 (0.9 to 1.04)")
    let near = try #require(baseline.check([Self.ratio(1.25, 1.18, 1.3)]).first)
    #expect(near.outcome == .held, "they overlap")
    #expect(near.line.hasSuffix("reactor by thread held at 1.38 (1.29 to 1.47)"))
    // As exact as it may be: three percent are within the margin.
    let exact = RatioBaseline([Self.ratio(1, 1, 1)])
    #expect(exact.check([Self.ratio(1.03, 1.03, 1.03)]).first?.outcome == .held)
    #expect(exact.check([Self.ratio(1.06, 1.06, 1.06)]).first?.outcome != .held)
  }

  /// Three runs that are close by luck do not make a ratio certain among noisy neighbours.
  @Test func anIntervalThatIsNarrowByLuckIsNotBelieved() {
    let noisy = (0..<20).map { Self.ratio(1, 0.85, 1.18, cell: "cell \($0)") }
    let lucky = Self.ratio(1, 0.999, 1.001, cell: "lucky")
    let now = Self.ratio(1.15, 1.149, 1.151, cell: "lucky")
    #expect(RatioBaseline(noisy + [lucky]).check(noisy + [now]).last?.outcome == .held)
    #expect(RatioBaseline([lucky]).check([now]).first?.outcome != .held)
  }

  @Test func whoIsNamedFirstDoesNotMatter() throws {
    let old = Self.ratio(2, 1.9, 2.1)
    let turned = Self.ratio(0.5, 1 / 2.1, 1 / 1.9, "thread", "reactor")
    #expect(RatioBaseline([old]).check([turned]).map(\.outcome) == [.held])
    #expect(RatioBaseline([turned]).check([old]).map(\.outcome) == [.held])
  }

  @Test func whatIsNotThereIsMissing() {
    let old = Self.ratio(2, 1.9, 2.1)
    let few = PairRatio(
      cell: old.cell, metric: old.metric, first: old.first, second: old.second,
      advantage: Estimate(median: 2, interval: nil, runs: 2))
    let baseline = RatioBaseline([old])
    #expect(baseline.check([]).map(\.outcome) == [.missing(reason: "it was not measured")])
    #expect(baseline.check([few]).map(\.outcome) == [.missing(reason: "there were too few rounds")])
    let other = Self.ratio(9, 8, 10, cell: "another cell")
    #expect(baseline.check([old, other]).count == 1)
    #expect(RatioBaseline([]).check([other]).isEmpty)
  }

  /// A file from outside: what is no ratio is refused before anything is divided by it.
  @Test(arguments: [
    #"{"median":-1,"low":-2,"high":1,"runs":3}"#, #"{"median":0,"runs":1}"#,
    #"{"median":1,"low":0,"high":2,"runs":3}"#,
  ])
  func whatIsNoRatioIsRefused(_ estimate: String) {
    let json = #"{"cell":"a","metric":"m","first":"b","second":"a","advantage":\#(estimate)}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PairRatio.self, from: Data(json.utf8))
    }
  }

  @Test func pairsAreOfThoseThatMayBeJudged() throws {
    let ratios = Self.judge.ratios(
      [
        Contestant("thread", rounds: [50, 51, 49]), Contestant("async", rounds: [100, 102, 98]),
        Contestant("bound", rounds: [70, 70, 70], condition: .clientBound),
        Contestant("reactor", rounds: [100, 102, nil]),
      ], cell: "cell")
    #expect(
      ratios.map { "\($0.first) \($0.second)" } == [
        "async reactor", "async thread", "reactor thread",
      ])
    let json = try JSONEncoder().encode(ratios)
    #expect(try JSONDecoder().decode([PairRatio].self, from: json) == ratios)
  }
}
