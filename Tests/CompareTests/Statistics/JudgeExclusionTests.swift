import Foundation
import Testing

@testable import Compare

/// What the judge does with contestants that it may not judge.
struct JudgeExclusionTests {
  private static let judge = Judge(Cells.rate)
  private static let slow = Contestant("slow", rounds: [50, 51, 50])
  private static let fast = Contestant("fast", rounds: [100, 101, 99])

  private static func bound(_ figure: Double) -> Contestant {
    Contestant("bound", rounds: [figure, figure, figure], condition: .clientBound)
  }

  /// A lower bound above all others: by how much it is best, the client hid.
  @Test(arguments: [
    (97.0, "may be the best"), (103, "may be the best"),
    (500, "is at least 4.9 times as good as fast"),
  ])
  func whoMightBeTheBestIsNotJudgedAndNobodyElseIs(_ figure: Double, _ words: String) {
    let verdict = Self.judge.verdict([Self.slow, Self.fast, Self.bound(figure)])
    #expect(
      verdict.outcome
        == .nobody(reason: "the client was at its limit with bound, which \(words)"))
    #expect(verdict.absences.map(\.name) == ["bound"] && verdict.leaders.isEmpty)
    #expect(verdict.standings.map(\.name) == ["fast", "slow"], "the figures are still shown")
  }

  /// What was seen of it is far behind: the verdict is about the others, and says so.
  @Test func whoIsFarBehindIsLeftOut() {
    let verdict = Self.judge.verdict([Self.slow, Self.fast, Self.bound(60)])
    #expect(verdict.winner == "fast")
    #expect(
      verdict.sentence.hasSuffix(
        "; left out: bound (the client was at its limit, it may do better)."))
    #expect(verdict.absences.first?.estimate?.runs == 3)
  }

  @Test func whatWasNotMeasuredIsNamedWithItsReason() {
    let verdict = Self.judge.verdict([
      Self.slow, Self.fast,
      Contestant("thread", rounds: [], condition: .skipped("too few descriptors")),
      Contestant("peer", rounds: [nil, 900, nil], condition: .failed("it died")),
      Contestant("late", rounds: [nil, 900, 900]),
      Contestant("zero", rounds: [0, 0, 0]),
    ])
    #expect(verdict.winner == "fast")
    #expect(
      verdict.sentence.hasSuffix(
        "; left out: late (2 of the 3 rounds that a comparison needs), peer (it died), "
          + "thread (too few descriptors), zero (0 of the 3 rounds that a comparison needs)."))
  }

  @Test func oneAloneHasNobodyToBeat() {
    let verdict = Self.judge.verdict([
      Self.fast, Contestant("peer", rounds: [], condition: .failed("it died")),
    ])
    #expect(verdict.outcome == .nobody(reason: "only fast could be judged"))
    #expect(
      Self.judge.verdict([]).outcome == .nobody(reason: "nobody could be judged"))
    #expect(
      Self.judge.verdict([Self.bound(5)]).sentence
        == "No verdict on messages per second: nobody could be judged; "
        + "left out: bound (the client was at its limit, it may do better).")
  }

  /// Each has three rounds, but not the same ones: nothing that could be compared.
  @Test func roundsThatNobodySharesTellNothing() {
    let verdict = Self.judge.verdict([
      Contestant("a", rounds: [1, 1, 1, nil, nil, nil]),
      Contestant("b", rounds: [nil, nil, nil, 9, 9, 9]),
    ])
    #expect(
      verdict.sentence
        == "a and b tie on messages per second: too few common rounds to tell them apart.")
    #expect(verdict.ratio == nil)
  }

  /// No connection lost, one lost, a thousand lost: by the resolution of one, the first two are level.
  @Test func zeroIsAFigureWhereTheMetricHasAResolution() {
    let lost = Metric("connections lost", unit: .count, .lowerIsBetter, resolution: 1)
    let verdict = Judge(lost).verdict([
      Contestant("process", rounds: [0, 0, 0]), Contestant("prefork", rounds: [1, 0, 1]),
      Contestant("reactor", rounds: [1000, 1000, 1000]),
    ])
    #expect(verdict.outcome == .tie(["prefork", "process"]))
    #expect(verdict.standings.last?.behind.map { abs($0.median - 1000) < 1e-6 } == true)
  }

  @Test func theOrderOfTheContestantsDoesNotMatter() {
    let all = [
      Self.slow, Self.fast, Self.bound(60), Contestant("fast too", rounds: [101, 100, 99]),
    ]
    #expect(Self.judge.verdict(all) == Self.judge.verdict(all.reversed()))
  }

  @Test func verdictsSurviveTheirFile() throws {
    let verdicts = [
      Self.judge.verdict([Self.slow, Self.fast]), Self.judge.verdict([Self.fast]),
      Self.judge.verdict([Self.slow, Self.fast, Contestant("too", rounds: [101, 100, 99])]),
    ]
    for verdict in verdicts {
      let json = try JSONEncoder().encode(verdict)
      #expect(try JSONDecoder().decode(Verdict.self, from: json) == verdict)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(verdicts[0]), as: UTF8.self)
    #expect(text.contains(#""outcome":"winner""#) && text.contains(#""runner_up":"slow""#))
  }
}
