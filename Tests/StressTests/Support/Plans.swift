import EchoProtocol
import EchoServers
import Reactor
import Stress

extension StressPlan {
  /// A short load: enough to see what is right and wrong, too short to measure by.
  static func short(
    _ endpoint: Endpoint, echo: EchoConfiguration = .transparent, connections: Int = 2,
    size: Int = 64, pipeline: Int = 1
  ) -> StressPlan {
    var plan = StressPlan(endpoint, echo: echo)
    plan.connections = connections
    plan.sizes = .fixed(size)
    plan.pipeline = pipeline
    plan.warmup = .milliseconds(20)
    // By count, not by time: a busy machine needs longer and measures as much.
    plan.messages = 100
    plan.duration = .seconds(600)
    plan.connectTimeout = .seconds(300)
    plan.replyTimeout = .seconds(300)
    return plan
  }
}

/// Runs a plan.
func load(_ plan: StressPlan) async throws -> StressReport { try await LoadGenerator(plan).run() }

/// Starts our own server for `echo`, and stops it behind the body.
func withEcho<Result>(
  _ echo: EchoConfiguration, _ body: (Endpoint, ReactorServer) async throws -> Result
) async throws -> Result {
  var configuration = EchoServerConfiguration(EchoService(.tcp("127.0.0.1", port: 0), echo))
  configuration.workers.workers = 2
  configuration.connections.writeStallTimeout = nil
  let server = try await ReactorServer.start(configuration)
  do {
    let result = try await body(server.endpoints[0], server)
    await server.stop()
    return result
  } catch {
    await server.stop()
    throw error
  }
}

extension ReactorServer {
  /// What its loop has counted, as soon as that is so; the loop counts when it gets its turn, which
  /// may be later than a client sees of it.
  func statistics(
    when holds: (LoopStatistics) -> Bool
  ) async throws -> LoopStatistics {
    while !holds(statistics.connections) { try await Task.sleep(for: .milliseconds(2)) }
    return statistics.connections
  }
}

extension EchoConfiguration {
  /// A framing and transforms, as they are typed.
  static func typed(_ framing: Framing, _ transforms: String) throws -> EchoConfiguration {
    try EchoConfiguration(framing: framing, chain: TransformChain(parsing: transforms))
  }
}
