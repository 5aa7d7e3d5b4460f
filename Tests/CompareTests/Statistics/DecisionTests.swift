import Foundation
import Testing

@testable import Compare

/// The decision table, of verdicts that are known.
struct DecisionTests {
  private static let models = ["reactor", "async", "thread", "process"]
  private static let memory = Metric("memory per idle connection", unit: .bytes, .lowerIsBetter)

  /// A cell whose contestants reach these figures in all of three rounds; `nil`: it failed.
  private static func cell(
    _ label: String, _ figures: KeyValuePairs<String, Double?>, metric: Metric = Cells.rate
  ) -> WorkResult.Cell {
    let contestants = figures.map { name, figure in
      figure.map { Contestant(name, rounds: [$0, $0, $0]) }
        ?? Contestant(name, rounds: [], condition: .failed("fork failed"))
    }
    return WorkResult.Cell(label, Judge(metric).verdict(contestants))
  }

  private static func decide(
    _ cells: [WorkResult.Cell], _ metric: Metric = Cells.rate, _ situation: String = "many clients"
  ) -> DecisionRow {
    let work = WorkResult(
      "work", situation: situation, question: "Who?", metric: metric, cells: cells)
    return Decision([work], models: models).rows[0]
  }

  @Test func oneThatIsBestEverywhereIsTheChoice() {
    let cells = [
      Self.cell(
        "1,000 connections",
        ["reactor": 220, "async": 420, "thread": 8_300, "process": 220_000], metric: Self.memory),
      Self.cell(
        "10,000 connections", ["reactor": 217, "async": 412, "thread": 8_246, "process": nil],
        metric: Self.memory),
    ]
    let row = Self.decide(cells, Self.memory, "many idle connections")
    #expect(
      row.sentence
        == "For many idle connections: reactor, with 1/1.9 of async's and 1/38 of thread's "
        + "memory per idle connection at 10,000 connections.")
    #expect(
      row.marks.map(\.mark.text) == [
        "best, 217 B", "1.91x behind, 420 B", "38x behind, 8.05 KiB", "1,000x behind, 215 KiB",
      ])
    #expect(row.judged == 2 && row.cells == 2)
  }

  /// Level in one cell, ahead in the other: still the best.
  @Test func aTieSomewhereDoesNotTakeTheLead() {
    let row = Self.decide([
      Self.cell("1 client", ["reactor": 100, "async": 101, "thread": 100]),
      Self.cell("9 clients", ["reactor": 100, "async": 50, "thread": 100]),
    ])
    #expect(
      row.marks.map(\.mark) == [
        .tiedBest(figure: "100/s"), .behind(times: row.times(1), figure: "50/s", cell: "9 clients"),
        .tiedBest(figure: "100/s"), .notMeasured(reason: "it was not run"),
      ])
    #expect(
      row.sentence
        == "For many clients: reactor or thread, with 2 times async's messages per second at "
        + "9 clients.")
  }

  /// The factors of a cell are against its own leader: they are not told of somebody else.
  @Test func aFactorIsToldOfWhomItIsAbout() {
    // So noisy at nine that reactor cannot be told from thread, which is ahead there.
    let noisy = WorkResult.Cell(
      "9 clients",
      Judge(Cells.rate).verdict([
        Contestant("reactor", rounds: [60, 150, 80]),
        Contestant("thread", rounds: [100, 100, 100]),
        Contestant("async", rounds: [50, 50, 50]),
      ]))
    #expect(noisy.verdict.leaders == ["thread", "reactor"])
    let first = Self.cell("1 client", ["reactor": 100, "async": 99, "thread": 40])
    #expect(
      Self.decide([first, noisy]).sentence
        == "For many clients: reactor, with 2.5 times thread's messages per second at 1 client.")
    let behind = Self.cell("2 clients", ["async": 100, "reactor": 98, "thread": 40])
    #expect(
      Self.decide([behind, noisy]).sentence
        == "For many clients: reactor, certainly behind nobody in any setting.")
  }

  @Test func whereTheLeadChangesItDepends() {
    let row = Self.decide([
      Self.cell("1 client", ["reactor": 50, "async": 50, "thread": 100]),
      Self.cell("2 clients", ["reactor": 60, "async": 60, "thread": 100]),
      Self.cell("9 clients", ["reactor": 100, "async": 100, "thread": 40]),
    ])
    #expect(
      row.sentence
        == "For many clients it depends: thread from 1 client to 2 clients; async or reactor at "
        + "9 clients.")
    #expect(row.marks[0].mark.text == "2x behind, 50/s")
    #expect(row.marks[2].mark.text == "2.5x behind, 40/s")
  }

  @Test func whereAllTieTheChoiceIsFree() {
    let row = Self.decide([Self.cell("1 client", ["reactor": 100, "async": 100])])
    #expect(
      row.sentence
        == "For many clients the choice is free: reactor and async tie on messages per second.")
  }

  @Test func cellsWithoutVerdictAreCountedNotJudged() {
    let bound = Judge(Cells.rate).verdict([
      Contestant("reactor", rounds: [200, 200, 200], condition: .clientBound),
      Contestant("thread", rounds: [100, 100, 100]), Contestant("async", rounds: [90, 90, 90]),
    ])
    let one = Self.decide([
      WorkResult.Cell("1 client", bound),
      Self.cell("9 clients", ["reactor": 100, "thread": 50, "process": nil]),
    ])
    #expect(one.judged == 1 && one.cells == 2)
    #expect(one.sentence.hasSuffix(" at 9 clients (1 of 2 cells were not judged)."))
    #expect(one.marks[3].mark == .notMeasured(reason: "fork failed, at 9 clients"))
    let none = Self.decide([WorkResult.Cell("1 client", bound)])
    #expect(
      none.sentence
        == "For many clients nothing is decided: the client was at its limit with reactor, which "
        + "is at least 2 times as good as thread, at 1 client.")
    #expect(
      none.marks[0].mark
        == .notMeasured(reason: "the client was at its limit, it may do better, at 1 client"))
    #expect(Self.decide([]).sentence == "For many clients nothing is decided.")
  }

  @Test func itsJSONHasEachMarkBesideItsModel() throws {
    let cells = [Self.cell("1 client", ["reactor": 100, "thread": 50])]
    let work = WorkResult(
      "churn", situation: "short connections", question: "Who?", metric: Cells.rate, cells: cells)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let decision = Decision([work], models: ["reactor", "thread"])
    let json = String(decoding: try encoder.encode(decision), as: UTF8.self)
    #expect(json.contains(#"{"figure":"100\/s","mark":"best","name":"reactor"}"#))
    #expect(json.contains(#""mark":"behind","name":"thread","times":2"#), "\(json)")
  }
}

extension DecisionRow {
  /// How far behind the model of a column is.
  fileprivate func times(_ column: Int) -> Double {
    if case .behind(let times, _, _) = marks[column].mark { times } else { 0 }
  }
}
