internal import Measurement
internal import Stress

/// What a short connection costs: a connect, one message, a close.
struct ChurnWork: Experiment {
  let question = "What does a connection cost the server that asks once and leaves?"
  let situation = "short connections"
  let metric = Metric("CPU time per connection", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.serverCPU
  let isSpoiltByClient = false

  /// Clients at once, and connections per second at which each server is asked to keep up: few
  /// enough that closed ones (a minute in TIME_WAIT) do not use up the ports.
  private static let clients = 16
  private static let rate = 400.0

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    [Setting("\(HumanFormat.count(rounding: Self.rate)) connections/s, one message each")]
  }

  func clients(_ setting: Setting) -> Int { Self.clients }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    var load = try bench.load(0, ServerNeed())
    load.connections = Self.clients
    load.messagesPerConnection = 1
    load.load = .open(.constant(Self.rate))
    var outcome = try await bench.run(load)
    // Of threads and processes that have ended the samples know nothing.
    outcome.figures[.voluntarySwitches] = nil
    outcome.figures[.involuntarySwitches] = nil
    outcome.figures[.acceptsPerSecond] = outcome.figures[.messagesPerSecond]
    return outcome
  }
}
