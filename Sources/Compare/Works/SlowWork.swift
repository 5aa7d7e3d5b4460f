internal import Stress

/// What healthy clients suffer from peers that read or write slowly.
struct SlowWork: Experiment {
  let question = "What do healthy clients suffer from peers that read or write slowly?"
  let situation = "slow peers beside healthy ones"
  let metric = Metric("p99 of the healthy clients", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.p99

  private static let healthy = 16
  private static let slow = 8

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    [Setting("8 slow readers and 8 slow writers beside 16 healthy clients")]
  }

  func clients(_ setting: Setting) -> Int { Self.healthy + 2 * Self.slow }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    var load = try bench.load(0, ServerNeed())
    load.connections = Self.healthy
    load.load = .open(.constant(1000))
    // A p99 is one of few messages: of 300, the third, which one hiccup of the machine decides.
    load.duration = .seconds(3 * bench.seconds)
    load.companions = [.slowReader: Self.slow, .slowWriter: Self.slow]
    return try await bench.run(load)
  }
}
