import Measurement
import Stress
import Testing

@testable import Reports

/// Two runs side by side.
struct ComparisonTests {
  /// A run whose seconds vary by a little, around a latency in milliseconds.
  private func noisy(_ latency: UInt64, seconds: Int = 10, rate: Double? = 100) throws -> RunRecord
  {
    try Fixture.run(
      (0..<seconds).map { second in
        let off: UInt64 = second % 2 == 0 ? 0 : 2
        return Array(repeating: latency + off, count: second % 2 == 0 ? 101 : 99)
      }, rate: rate)
  }

  private func figure(
    _ name: ComparedFigure.Name, _ comparison: RunComparison
  ) throws -> ComparedFigure {
    try #require(comparison.figures.first { $0.name == name })
  }

  @Test func aChangeBeyondTheNoiseIsOne() throws {
    let comparison = RunComparison(try noisy(20), try noisy(30))
    let p50 = try figure(.p50, comparison)
    #expect(p50.aText == "20.0 ms" && p50.bText == "30.0 ms")
    #expect(p50.changeText == "+50.0 %")
    #expect(p50.exceedsNoise == true && p50.isWorse == true && p50.verdictText == "yes")
    let rate = try figure(.rate, comparison)
    #expect(rate.changeText == "same" && rate.exceedsNoise == false && rate.isWorse == nil)
    #expect(rate.verdictText == "")
  }

  @Test func aChangeWithinTheNoiseIsNone() throws {
    var b = try noisy(20)
    // Two milliseconds up and down: a standard error of a third each, so two of both are 0.94.
    b.latency.p50 += 900
    let within = try figure(.p50, RunComparison(try noisy(20), b))
    let noise = try #require(within.noise)
    #expect(noise > 930 && noise < 960)
    #expect(within.exceedsNoise == false && within.verdictText == "noise")
    b.latency.p50 += 100
    #expect(try figure(.p50, RunComparison(try noisy(20), b)).exceedsNoise == true)
  }

  @Test func fewerThanThreeIntervalsSayNothing() throws {
    for (a, b) in [(2, 10), (10, 2), (0, 0)] {
      let comparison = RunComparison(try noisy(20, seconds: a), try noisy(30, seconds: b))
      #expect(comparison.figures.allSatisfy { $0.exceedsNoise == nil })
    }
    #expect(
      try figure(.p50, RunComparison(try noisy(20, seconds: 3), try noisy(30, seconds: 3)))
        .exceedsNoise == true)
  }

  @Test func aRampVariesByIntention() throws {
    var plan = try Fixture.plan()
    plan.load = .open(.ramp(from: 0, to: 100, over: .seconds(10)))
    var a = try noisy(20)
    a.plan = PlanRecord(plan)
    #expect(RunComparison(a, a).figures.allSatisfy { $0.noise == nil })
  }

  @Test func theFractionOfASecondAtTheEndIsLeftOut() throws {
    var a = try noisy(20, seconds: 3)
    a.intervals[2].durationSeconds = 0.2
    #expect(try figure(.rate, RunComparison(a, try noisy(20))).noise == nil)
  }

  @Test func zeroHasNoPercent() throws {
    var (a, b) = (try noisy(20), try noisy(20))
    b.errors = 3
    b.mismatches = 1
    let failures = try figure(.failures, RunComparison(a, b))
    #expect(failures.changePercent == nil && failures.changeText == "new")
    #expect(failures.bText == "4" && failures.isWorse == true && failures.exceedsNoise == nil)
    a.latency = LatencyFigures()
    #expect(try figure(.p99, RunComparison(a, b)).changeText == "n/a")
    b.messages = 0
    #expect(try figure(.cpuPerMessage, RunComparison(a, b)).bText == "n/a")
  }

  @Test func cpuIsPerMessage() throws {
    let cpu = try figure(.cpuPerMessage, RunComparison(try noisy(20), try noisy(20)))
    #expect(cpu.aText == "500 µs" && cpu.label == "CPU/message")
  }

  @Test func differentPlansAreSaid() throws {
    let a = try noisy(20)
    var b = a
    #expect(RunComparison(a, b).isComparable)
    #expect(RunComparison(a, b).notes == ["The two are the same run."])
    b.plan.endpoints = ["tcp://10.0.0.1:7"]
    b.version = "2"
    b.plan.durationSeconds = 20
    #expect(RunComparison(a, b).isComparable)
    #expect(RunComparison(a, b).differences.map(\.what) == ["endpoints", "duration", "version"])
    b.plan.connections = 100
    b.plan.companions["idle"] = 5
    b.environment.allowedCores = 4
    let comparison = RunComparison(a, b)
    #expect(!comparison.isComparable)
    #expect(
      comparison.notes == [
        "The runs are not comparable: they differ in connections: 3 and 100; companions: "
          + "slow_reader 2 and idle 5, slow_reader 2; machine: Testium 9000 (x86_64), 2 of 4 cores, "
          + "quota 1.5 and Testium 9000 (x86_64), 4 of 4 cores, quota 1.5."
      ])
  }

  @Test func doubtsAreCarriedOver() throws {
    let a = try noisy(20)
    var b = a
    b.doubts = [StressDoubt(reason: "the client was late", advice: "-t 2")]
    b.endedEarly = true
    #expect(
      RunComparison(a, b).notes == [
        "Run B is not valid: the client was late.", "Run B was ended early.",
      ])
  }
}
