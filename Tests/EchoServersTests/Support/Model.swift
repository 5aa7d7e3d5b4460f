import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// A concurrency model under test.
///
/// A rule that every model keeps is asked of `all`, one that only workers or buffers of our own can
/// be asked for of `onLoops`. The models of processes cannot start in a process with many threads,
/// as a test's is: they are tested through the command.
struct Model: Sendable, CustomTestStringConvertible {
  let type: any EchoServer.Type
  /// Event loops, of the models that run on them.
  var loops = 1

  /// Those that have one loop for all clients, workers, and buffers for what a peer does not take.
  static let onLoops = [
    Model(type: ReactorServer.self), Model(type: AsyncServer.self),
    Model(type: ReactorServer.self, loops: 3), Model(type: AsyncServer.self, loops: 3),
  ]

  /// Those in which a thread serves one client with blocking calls: between the two directions
  /// there are the kernel's buffers only, and the thread does the work itself.
  static let onThreads = [Model(type: ThreadServer.self), Model(type: PoolServer.self)]

  /// Every model that lives in this process.
  static let all = onLoops + onThreads

  var isOnLoop: Bool { Self.onLoops.contains { $0.type.model == type.model } }

  /// How many frames are worked on at once when each of so many clients has sent some: by the two
  /// workers, or by each client's own thread.
  func framesAtOnce(clients: Int) -> Int { isOnLoop ? 2 : clients }

  /// Of each entry in `all` another.
  var name: String { loops == 1 ? type.model : "\(type.model)-\(loops)-loops" }

  var testDescription: String { name }

  static func named(_ name: String) -> Model {
    guard let model = all.first(where: { $0.name == name }) else {
      fatalError("no model is called \(name)")
    }
    return model
  }

  /// Starts a server; the caller stops it.
  func start(_ configuration: EchoServerConfiguration) async throws -> any EchoServer {
    var configuration = configuration
    configuration.loops = loops
    return try await type.start(configuration)
  }

  /// Starts a server, lends it, and stops it whatever happens.
  func serve<Result>(
    _ configuration: EchoServerConfiguration, _ body: (any EchoServer) async throws -> Result
  ) async throws -> Result {
    let server = try await start(configuration)
    do {
      let result = try await body(server)
      await server.stop()
      return result
    } catch {
      await server.stop()
      throw error
    }
  }

  /// The same for one service on a free port of the loopback.
  func serve<Result>(
    _ echo: EchoConfiguration, _ body: (any EchoServer) async throws -> Result
  ) async throws -> Result {
    try await serve(.loopback(echo), body)
  }
}

extension EchoServerConfiguration {
  /// One service on an endpoint of its own, with two workers on every machine.
  static func loopback(_ echo: EchoConfiguration) -> EchoServerConfiguration {
    var configuration = EchoServerConfiguration(EchoService(Whereabouts.own, echo))
    configuration.workers.workers = 2
    // Those that read late had to wait for a processor.
    configuration.connections.writeStallTimeout = .seconds(3600)
    // Test clients that keep their socket open after the server's end need not be waited for.
    configuration.connections.lingerTimeout = .milliseconds(200)
    return configuration
  }

  /// The same, for clients that go on sending when the server has ended: they are reset if they are
  /// not waited for.
  func lingering() -> EchoServerConfiguration {
    var copy = self
    copy.connections.lingerTimeout = .seconds(3600)
    return copy
  }

  /// The same, logging into `log`.
  func logging(into log: LogBook) -> EchoServerConfiguration {
    var copy = self
    copy.log = { log.append($0) }
    return copy
  }
}

extension EchoConfiguration {
  /// A framing and transforms, as they are typed.
  static func typed(
    _ framing: Framing, _ transforms: String = "identity",
    limit: Int = EchoConfiguration.defaultMaximumFrameBytes
  ) throws -> EchoConfiguration {
    try EchoConfiguration(
      framing: framing, chain: TransformChain(parsing: transforms), maximumFrameBytes: limit)
  }

  /// What must come back for several payloads, one after the other.
  func expectedReplies(to payloads: [[UInt8]]) throws -> [UInt8] {
    var replies: [UInt8] = []
    for payload in payloads { replies += try expectedReply(to: payload) }
    return replies
  }

  /// Several payloads as a client sends them.
  func encode(_ payloads: [[UInt8]]) -> [UInt8] { payloads.flatMap { encode(request: $0) } }
}
