internal import Measurement
internal import Stress

/// What light messages suffer from a heavy one now and then.
///
/// One message in a hundred computes for 10 ms, on connections of its own to the same server; the
/// others only want their echo. What decides is how long the unluckiest hundredth of those waits.
struct MixedWork: Experiment {
  let question = "How long do light messages wait when one in a hundred computes for 10 ms?"
  let situation = "a mix of light and heavy messages"
  let metric = Metric("p99 of the light messages", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.p99

  private static let light = 1980.0
  private static let heavy = 20.0
  private static let connections = 16

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    [Setting("2,000 messages/s, 1 % of them 10 ms of work")]
  }

  func need(_ setting: Setting) -> ServerNeed {
    // On the server's own cores: heavy messages on the client's would make the client late.
    ServerNeed(services: [.init(), .init(framing: "length", transform: "burn:10000")])
  }

  func clients(_ setting: Setting) -> Int { 2 * Self.connections }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    let need = need(setting)
    // Long enough for heavy ones to come, whatever the scale; and a p99 is one of few messages.
    let seconds = max(3 * bench.seconds, 0.3)
    var light = try bench.load(0, need)
    light.connections = Self.connections
    light.load = .open(.constant(Self.light))
    light.duration = .seconds(seconds)
    var heavy = try bench.load(1, need)
    heavy.connections = Self.connections
    heavy.load = .open(.constant(Self.heavy), .poisson)
    heavy.warmup = .zero
    // From before the light ones are measured until behind it.
    heavy.duration = .seconds(seconds + light.warmup / .seconds(1) + 0.1)
    let probe = try await Probe.start(bench.server.endpoints[0], every: 2_000_000)
    defer { probe.end() }
    let heavyLoad = heavy
    async let background = Self.outcome { () async throws(RunProblem) in
      try await bench.drive(heavyLoad)
    }
    var outcome = try await bench.run(light)
    let report = try await background.get()
    try Bench.refuse(report, heavy)
    outcome.timeline = probe.end().timeline(window: 50_000_000)
    return outcome
  }

  private static func outcome(
    _ body: () async throws(RunProblem) -> StressReport
  ) async -> Result<StressReport, RunProblem> {
    do throws(RunProblem) { return .success(try await body()) } catch { return .failure(error) }
  }
}
