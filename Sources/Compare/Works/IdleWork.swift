internal import Measurement
internal import Sockets
internal import Stress

/// What a connection costs that says nothing, and whether those who talk suffer from it.
struct IdleWork: Experiment {
  let question = "What does a connection cost that says nothing?"
  let situation = "many idle connections"
  let metric = Metric("memory per idle connection", unit: .bytes, .lowerIsBetter, resolution: 64)
  let key = FigureKey.pssBytesPerConnection
  let isSpoiltByClient = false
  let axis: AxisRecord? = AxisRecord(title: "idle connections", unit: "", isLogarithmic: true)

  /// Those who talk meanwhile.
  private static let talkers = 4

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let counts = scale == .quick ? [200] : [100, 2000]
    return counts.map { Setting(counts: $0, "idle connection", "idle connections") }
  }

  func clients(_ setting: Setting) -> Int { Int(setting.x ?? 1) + 1 + Self.talkers }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    let count = Int(setting.x ?? 1)
    // What a server allocates for the first connection alone is not the price of one.
    let first = try await Herd.gather(1, bench.server.endpoints[0])
    let before = try await bench.memory()
    let herd = try await Herd.gather(count, bench.server.endpoints[0])
    let after = try await bench.memory()
    var load = try bench.load(0, ServerNeed())
    load.connections = Self.talkers
    var outcome = try await bench.run(load)
    withExtendedLifetime((first, herd)) {}
    outcome.figures[.connections] = Double(count)
    outcome.figures[.threads] = Double(after.threads)
    outcome.figures[.processes] = Double(after.processes)
    if let earlier = before.proportionalBytes, let later = after.proportionalBytes {
      outcome.figures[.pssBytes] = Double(later)
      outcome.figures[.pssBytesPerConnection] = max(0, Double(later - earlier)) / Double(count)
    }
    return outcome
  }
}

extension Bench {
  /// The memory of the server now.
  func memory() async throws(RunProblem) -> TreeSample {
    do throws(ServerFailure) {
      return try await server.sampleAside(.memory)
    } catch {
      throw RunProblem(.failed, error.problem)
    }
  }
}
