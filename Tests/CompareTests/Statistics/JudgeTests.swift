import Foundation
import Testing

@testable import Compare

/// What the judge says of cells whose truth is known.
struct JudgeTests {
  private static let judge = Judge(Cells.rate)

  private static func contestant(_ name: String, _ rounds: [Double?]) -> Contestant {
    Contestant(name, rounds: rounds)
  }

  /// A machine whose speed doubles and halves between rounds does not hide that one model is a
  /// quarter faster: the rounds are compared, not the medians, whose intervals overlap widely.
  @Test func whatTheMachineDoesToAllCancels() throws {
    let verdict = Self.judge.verdict([
      Self.contestant("thread", [100, 210, 55, 160, 80]),
      Self.contestant("reactor", [126, 261, 68, 202, 101]),
    ])
    #expect(verdict.winner == "reactor" && verdict.runnerUp == "thread")
    let ratio = try #require(verdict.ratio)
    let low = try #require(ratio.low)
    #expect(abs(ratio.median - 1.26) < 0.01 && low > 1.2)
    #expect(
      verdict.sentence
        == "reactor wins on messages per second, with 1.26 times thread's (1.23 to 1.26, 5 rounds)."
    )
    let overlap = verdict.standings.compactMap(\.estimate.interval)
    #expect(overlap[0].overlaps(overlap[1]))
  }

  @Test func lessIsBetterWhereTheMetricSaysSo() {
    let verdict = Judge(Cells.latency).verdict([
      Self.contestant("thread", [38, 39, 37]), Self.contestant("reactor", [1, 1, 1]),
    ])
    #expect(verdict.winner == "reactor")
    #expect(
      verdict.sentence == "reactor wins on p99, with 1/38 of thread's (1/40 to 1/36.1, 3 rounds).")
  }

  /// `reactor` beside itself.
  @Test func aModelTiesWithItself() {
    let rounds: [Double?] = [100, 90, 110, 95, 105]
    let verdict = Self.judge.verdict([
      Self.contestant("reactor", rounds), Self.contestant("reactor again", rounds),
    ])
    #expect(verdict.outcome == .tie(["reactor", "reactor again"]))
    #expect(
      verdict.sentence
        == "reactor and reactor again tie on messages per second: they are level to within 5 %.")
  }

  /// Certain, and of no use to anybody: the margin makes it a tie.
  @Test func aDifferenceWithinTheMarginIsATie() {
    let verdict = Self.judge.verdict([
      Self.contestant("a", [100, 100, 100]), Self.contestant("b", [104, 104, 104]),
    ])
    #expect(verdict.outcome == .tie(["b", "a"]))
    #expect(
      Judge(Cells.rate, margin: 0.03).verdict([
        Self.contestant("a", [100, 100, 100]), Self.contestant("b", [104, 104, 104]),
      ]).winner == "b")
  }

  @Test func aTieOfNoiseSaysHowMuchItMayHide() {
    let verdict = Self.judge.verdict([
      Self.contestant("a", [100, 130, 90]), Self.contestant("b", [110, 100, 105]),
      Self.contestant("c", [10, 11, 10]),
    ])
    guard case .tie(let names) = verdict.outcome else {
      Issue.record("\(verdict.outcome)")
      return
    }
    #expect(Set(names) == ["a", "b"], "c is told from the best")
    #expect(verdict.sentence.contains("though a factor of"))
    #expect(verdict.standings.last?.name == "c")
  }

  /// Six that are the same, five rounds, a tenth of noise: a winner in at most one cell of a hundred.
  @Test func sixThatAreTheSameTie() {
    var cells = Cells(seed: 11, noise: 0.1)
    let winners = (0..<1000).count { _ in
      Self.judge.verdict(cells.cell(Array(repeating: 1000, count: 6))).winner != nil
    }
    #expect(winners <= 10, "\(winners) false winners of 1000")
  }

  @Test(arguments: [(5, 0.1, 0), (3, 0.05, 0), (7, 0.1, 20), (5, 0.3, 0)])
  func soTheyDoWithOtherRoundsAndNoise(_ rounds: Int, _ noise: Double, _ missing: Int) {
    var cells = Cells(seed: 12, rounds: rounds, noise: noise)
    let winners = (0..<400).count { _ in
      Self.judge.verdict(cells.cell(Array(repeating: 1000, count: 6), missing: missing)).winner
        != nil
    }
    #expect(winners <= 20, "\(winners) false winners of 400")
  }

  /// Two have only each other to beat, which is easier: the margin helps where the noise is small,
  /// and where it is so large that the margin does not, the interval does what it says.
  @Test(arguments: [(5, 0.1), (3, 0.1), (5, 0.3), (3, 0.3)])
  func twoThatAreTheSameTie(_ rounds: Int, _ noise: Double) {
    var cells = Cells(seed: 17, rounds: rounds, noise: noise)
    let winners = (0..<1000).count { _ in
      Self.judge.verdict(cells.cell([1000, 1000])).winner != nil
    }
    #expect(winners <= 50, "\(winners) false winners of 1000")
  }

  @Test func aTrueDifferenceOfThreeTenthsIsFound() {
    var cells = Cells(seed: 13, noise: 0.05)
    let found = (0..<400).count { _ in
      Self.judge.verdict(cells.cell([1000, 1000, 1000, 1000, 1300, 1000])).winner == "reactor"
    }
    #expect(found >= 360, "\(found) of 400")
  }

  /// Two suites over the same cells, each with noise and drift of its own.
  @Test func twoSuitesComeToTheSameVerdict() {
    var truth = Cells(seed: 14, noise: 0)
    var first = Cells(seed: 15, noise: 0.05)
    var second = Cells(seed: 16, noise: 0.05)
    var agree = 0
    var same = 0
    let cells = 600
    for _ in 0..<cells {
      let truths = truth.truths()
      let a = Self.judge.verdict(first.cell(truths))
      let b = Self.judge.verdict(second.cell(truths))
      #expect(!a.contradicts(b))
      if a.agrees(with: b) { agree += 1 }
      if Set(a.leaders) == Set(b.leaders) { same += 1 }
    }
    #expect(agree >= cells * 9 / 10, "\(agree) of \(cells); with the same names \(same)")
  }
}
