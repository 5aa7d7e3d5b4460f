import Testing

@testable import Compare

/// From runs to a judged cell.
@Suite struct CellJudgementTests {
  /// An experiment that the client can spoil, decided by messages per second.
  private static let experiment = CPUWork()

  private static func outcome(_ rate: Double, clientBound: String? = nil) -> RunOutcome {
    RunOutcome(figures: RunFigures([.messagesPerSecond: rate]), clientBound: clientBound)
  }

  private static func runs(_ series: CellRuns.Series...) -> CellRuns {
    CellRuns(setting: Setting("here", x: 1), series: series)
  }

  private static func series(
    _ name: String, _ outcomes: [RunOutcome?], _ problem: RunProblem? = nil
  ) -> CellRuns.Series {
    CellRuns.Series(rival: name, outcomes: outcomes, problem: problem)
  }

  private static func cell(_ runs: CellRuns) -> CellRecord {
    let verdict = Judge(experiment.metric).verdict(runs.contestants(experiment))
    return runs.record(experiment, verdict)
  }

  private static let fast = series("fast", [200, 201, 202].map { outcome($0) })
  private static let slow = series("slow", [100, 101, 102].map { outcome($0) })

  @Test func theFasterWins() throws {
    let cell = Self.cell(Self.runs(Self.slow, Self.fast))
    #expect(cell.verdict?.kind == .winner && cell.verdict?.names == ["fast"])
    let entry = try #require(cell.entry("slow"))
    let median = try #require(entry.estimate?.median)
    #expect(abs(median - 101) < 1e-6 && entry.runs.count == 3 && entry.curve.isEmpty)
  }

  @Test(arguments: [(0, false), (1, false), (2, true), (3, true)])
  func halfOfTheRunsMakeItTheClients(_ bound: Int, _ isBound: Bool) {
    let outcomes = (0..<4).map { Self.outcome(200, clientBound: $0 < bound ? "it was busy" : nil) }
    let cell = Self.cell(Self.runs(Self.slow, Self.series("bound", outcomes)))
    #expect(cell.entry("bound")?.clientBound == (isBound ? "it was busy" : nil))
    #expect(cell.verdict?.names.contains("bound") != isBound, "\(cell.verdict as Any)")
  }

  @Test func whatTheClientCannotSpoilIsJudged() {
    var outcome = RunOutcome(figures: RunFigures([.serverCPU: 4]))
    outcome.clientBound = "it was busy"
    let runs = Self.runs(Self.series("a", [outcome]))
    #expect(runs.contestants(ConnectionsWork()).first?.condition == .sound)
  }

  @Test func reasonsAreKept() {
    let cell = Self.cell(
      Self.runs(
        Self.fast, Self.series("none", [nil, nil], RunProblem(.skipped, "no room")),
        Self.series("full", [nil, nil], RunProblem(.limit, "64 clients")),
        Self.series("dead", [nil, nil], RunProblem(.failed, "it died"))))
    #expect(cell.entry("none")?.skipped == "no room")
    #expect(cell.entry("full")?.limit == "64 clients" && cell.entry("full")?.skipped == nil)
    #expect(cell.entry("dead")?.skipped == "it died")
    #expect(cell.verdict?.names.allSatisfy { $0 == "fast" } == true)
  }

  @Test func oneRoundThatFailedSpoilsNothing() {
    let outcomes = [Self.outcome(300), nil, Self.outcome(301), Self.outcome(302)]
    let cell = Self.cell(
      Self.runs(
        Self.series("a", outcomes, RunProblem(.failed, "a reset")),
        Self.series("b", [100, 101, 102, 103].map { Self.outcome($0) })))
    #expect(cell.entry("a")?.skipped == nil && cell.entry("a")?.runs.count == 3)
    #expect(cell.verdict?.names == ["a"])
  }

  @Test func whatIsWorthATry() {
    #expect(Self.series("a", []).isWorthATry)
    #expect(Self.series("a", [nil], RunProblem(.failed, "")).isWorthATry)
    #expect(!Self.series("a", [nil, nil], RunProblem(.failed, "")).isWorthATry)
    #expect(Self.series("a", [Self.outcome(1), nil], RunProblem(.failed, "")).isWorthATry)
    #expect(!Self.series("a", [nil], RunProblem(.limit, "")).isWorthATry)
    #expect(!Self.series("a", [nil], RunProblem(.skipped, "")).isWorthATry)
  }

  @Test func anEarlyEndLeavesNobodyWithoutAReason() {
    var runs = Self.runs(
      Self.series("a", [Self.outcome(1)]), Self.series("b", []))
    #expect(!runs.isEmpty)
    runs.endEarly(rounds: 3)
    #expect(runs.series.allSatisfy { $0.outcomes.count == 3 })
    let cell = Self.cell(runs)
    #expect(cell.entry("a")?.runs.count == 1 && cell.entry("a")?.skipped == nil)
    #expect(cell.entry("b")?.skipped == "the comparison was ended before")
    var none = Self.runs(Self.series("a", []), Self.series("b", [nil]))
    none.endEarly(rounds: 3)
    #expect(none.isEmpty)
  }

  @Test func whoNeverCameToAnythingIsGivenUp() {
    let attempts = Attempts()
    let problem = RunProblem(.failed, "it does not start")
    for _ in 0..<Attempts.most {
      #expect(attempts.givenUp("a") == nil)
      attempts.failed("a", problem)
      attempts.failed("b", RunProblem(.limit, "full"))
    }
    #expect(attempts.givenUp("a") == problem && attempts.givenUp("b") == nil)
    attempts.succeeded("a")
    #expect(attempts.givenUp("a") == nil)
  }
}
