internal import Measurement
internal import Stress

/// What becomes of latency as the offered load passes what can be done, and how soon all is well
/// behind it.
///
/// Each message computes for 200 µs, so that what can be done is the same for everybody, the
/// processor's; with one core for the server, 5,000 a second at the most.
struct OverloadWork: Experiment {
  let question = "How long do messages wait as the load passes what can be answered?"
  let situation = "overload"
  let metric = Metric("p99 latency", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.p99
  let axis: AxisRecord? = AxisRecord(title: "offered load", unit: "x capacity", isLogarithmic: true)

  private static let work = 200
  private static let capacity = 5000.0
  private static let connections = 32

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let loads = scale == .quick ? [2] : [0.1, 0.5, 0.8, 1.5, 3]
    return loads.map { load in
      let rate = HumanFormat.count(rounding: load * Self.capacity)
      return Setting("\(Factor.digits(load))x capacity, \(rate) messages/s", x: load)
    }
  }

  func need(_ setting: Setting) -> ServerNeed {
    ServerNeed(services: [.init(framing: "length", transform: "burn:\(Self.work)"), .init()])
  }

  func clients(_ setting: Setting) -> Int { Self.connections }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    let need = need(setting)
    var load = try bench.load(0, need)
    load.connections = Self.connections
    load.pipeline = 4
    load.load = .open(.constant((setting.x ?? 1) * Self.capacity))
    // No more than 128 are on their way at once, 26 ms of work: who is asked for one of them and has
    // not answered by then never will, and the end of the run need not wait for it.
    load.replyTimeout = .seconds(2)
    let probe = try await Probe.start(bench.server.endpoints[1], every: 5_000_000)
    defer { probe.end() }
    var outcome = try await bench.run(load)
    let behind = probe.now
    // Until the probe is answered as before, but not for ever.
    await probe.wait(until: { $0.isCalm(since: behind) }, atMost: 1_000_000_000)
    let record = probe.end()
    outcome.figures[.recovery] = record.recovery(after: behind)
    return outcome
  }
}
