internal import Measurement
internal import Sockets
internal import Stress

/// What one connection's fault costs the others: its code crashes, spins, or leaks.
struct FaultWork: Experiment {
  let question = "How many others are lost when what serves one client crashes, spins or leaks?"
  let situation = "code that may fail"
  let metric = Metric("other connections lost", unit: .count, .lowerIsBetter, resolution: 1)
  let key = FigureKey.othersLost
  let isSpoiltByClient = false

  private static let others = 20

  /// What the transform `fault` does when a frame says so.
  private enum Fault: String, CaseIterable { case crash, spin, leak }

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let names = ["a crash", "an endless loop", "a leak of 64 MiB"]
    let all = names.enumerated().map { Setting($1, variant: $0) }
    return scale == .quick ? [all[0]] : all
  }

  func need(_ setting: Setting) -> ServerNeed {
    ServerNeed(services: [.init(), .init(framing: "line", transform: "fault")])
  }

  func clients(_ setting: Setting) -> Int { Self.others + 1 }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    let herd = try await Herd.gather(Self.others, bench.server.endpoints[0])
    let before = try await bench.memory()
    let probe = try await Probe.start(
      bench.server.endpoints[0], every: 2_000_000, reconnects: true)
    defer { probe.end() }
    await probe.wait(until: { $0.count >= 10 }, atMost: 2_000_000_000)
    let happens = probe.now
    let fault = Fault.allCases[setting.variant].rawValue + "\n"
    let culprit = try await Aside.run("culprit") { () throws(RunProblem) in
      let culprit = try Herd(1, bench.server.endpoints[1])
      culprit.send(fault)
      return culprit
    }
    await probe.wait(
      until: { $0.isCalm(since: happens + 50_000_000) },
      atMost: UInt64(min(bench.seconds, 10) * 1e9) + 500_000_000)
    let lost = herd.lost()
    withExtendedLifetime(culprit) {}
    let record = probe.end()
    var figures = RunFigures([.othersLost: Double(lost), .connections: Double(Self.others)])
    figures[.recovery] = record.recovery(after: happens)
    figures[.p99] = record.p99
    // One that the fault has ended has no figures.
    if let after = try? await bench.memory() {
      figures[.processes] = Double(after.processes)
      figures[.threads] = Double(after.threads)
      if let earlier = before.proportionalBytes, let later = after.proportionalBytes {
        figures[.pssBytes] = Double(max(0, later - earlier))
      }
    }
    return RunOutcome(figures: figures)
  }
}
