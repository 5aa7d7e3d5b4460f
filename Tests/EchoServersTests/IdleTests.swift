import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// The idle deadline is for peers that say nothing, not for those that wait for an answer.
struct IdleTests {
  /// Longer than a client needs, also on a busy machine, from its connect to its first byte.
  private static let idle = Duration.seconds(10)

  private static func configuration(
    _ echo: EchoConfiguration, idle: Duration
  ) -> EchoServerConfiguration {
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.connections.idleTimeout = idle
    return configuration
  }

  @Test(arguments: Model.all)
  func aSilentPeerIsClosed(_ model: Model) async throws {
    let configuration = Self.configuration(.transparent, idle: .seconds(1))
    try await model.serve(configuration) { server in
      let client = try Client(server.endpoints[0])
      _ = try await onThread { try client.receive() }
      #expect(await eventually { server.statistics.connections.idleTimeouts == 1 })
    }
  }

  @Test(arguments: Model.all)
  func aPeerThatWaitsForItsAnswerIsNot(_ model: Model) async throws {
    let gate = Gate()
    let configuration = Self.configuration(try gate.echo(), idle: Self.idle)
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let client = try Client(server.endpoints[0])
      try client.send("a\n")
      #expect(await eventually { gate.arrivals == 1 })
      // Another, silent, shows that the deadline has come and gone.
      let silent = try Client(server.endpoints[0])
      _ = try await onThread { try silent.receive() }
      #expect(await eventually { server.statistics.connections.idleTimeouts == 1 })
      gate.open()
      #expect(try await onThread { try client.readText(2) } == "a\n")
    }
  }

  /// One whose frame has not even found room in the queue waits for the server all the same.
  ///
  /// Only workers have a queue.
  @Test(arguments: Model.onLoops)
  func aPeerThatWaitsForRoomInTheQueueIsNot(_ model: Model) async throws {
    let gate = Gate()
    var configuration = Self.configuration(try gate.echo(), idle: Self.idle)
    configuration.workers.workers = 1
    configuration.workers.queueLimit = 1
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let greedy = try Client(server.endpoints[0])
      try greedy.send("a\nb\nc\n")
      #expect(await eventually { gate.arrivals == 1 && server.statistics.workers.queued == 1 })
      let refused = server.statistics.workers.refused
      let waiting = try Client(server.endpoints[0])
      try waiting.send("d\n")
      #expect(await eventually { server.statistics.workers.refused > refused })
      // A third one, silent, shows that the deadline has come and gone.
      let silent = try Client(server.endpoints[0])
      _ = try await onThread { try silent.receive() }
      gate.open()
      #expect(try await onThread { try waiting.readText(2) } == "d\n")
      #expect(try await onThread { try greedy.readText(6) } == "a\nb\nc\n")
    }
  }
}
