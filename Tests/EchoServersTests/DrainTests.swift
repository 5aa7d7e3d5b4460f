import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// Draining answers what has arrived, sends what is owed, and cuts only when the time is up.
struct DrainTests {
  /// Whether nobody is let in any more: a drain has begun.
  ///
  /// Who asks before that is let in, and
  /// drained with the others; so what is expected of a report is what it says at least.
  private static func isClosed(_ endpoint: Endpoint) -> Bool {
    (try? Client(endpoint)) == nil
  }

  @Test(arguments: Model.all, [1, 1024])
  func framesInWorkAreAllAnswered(_ model: Model, _ queueLimit: Int) async throws {
    let gate = Gate()
    var configuration = EchoServerConfiguration.loopback(try gate.echo())
    configuration.workers.queueLimit = queueLimit
    let request = (0..<100).map { "line \($0)\n" }.joined()
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let endpoint = server.endpoints[0]
      let clients = try (0..<3).map { _ in try Client(endpoint) }
      for client in clients { try client.send(request) }
      let expected = 3 * request.utf8.count
      #expect(await eventually { server.statistics.connections.bytesReceived == expected })
      #expect(await eventually { gate.arrivals == model.framesAtOnce(clients: 3) })
      async let report = server.drain(within: .seconds(600))
      #expect(await eventually { Self.isClosed(endpoint) })
      gate.open()
      let received = try await onThreads(3) { try clients[$0].readTextToEnd() }
      #expect(received.allSatisfy { $0 == request })
      let ended = await report
      #expect(ended.cut == 0 && ended.drained >= 3, "\(ended)")
    }
  }

  @Test(arguments: Model.all)
  func theTimeOutCutsAndSaysSo(_ model: Model) async throws {
    let gate = Gate()
    try await model.serve(.loopback(gate.echo())) { server in
      defer { gate.open() }
      let endpoint = server.endpoints[0]
      let stuck = try Client(endpoint)
      let idle = try Client(endpoint)
      try stuck.send("never answered\n")
      #expect(await eventually { gate.arrivals == 1 })
      #expect(await eventually { server.statistics.connections.accepted == 2 })
      let ended = Task { try await onThread { try idle.readTextToEnd() } }
      let report = await server.drain(within: .milliseconds(300))
      #expect(try await ended.value == "")
      #expect(report.cut >= 1 && report.cut + report.drained == 2, "\(report)")
      #expect(server.statistics.connections.aborted == report.cut)
      #expect(server.statistics.connections.active == 0)
    }
  }

  @Test(arguments: Model.all, ["identity", "wait:100"])
  func theRestOfAFrameIsWaitedFor(_ model: Model, _ transforms: String) async throws {
    try await model.serve(.typed(.line, transforms)) { server in
      let endpoint = server.endpoints[0]
      let client = try Client(endpoint)
      try client.send("whole\nhal")
      #expect(try await onThread { try client.readText(6) } == "whole\n")
      async let report = server.drain(within: .seconds(600))
      #expect(await eventually { Self.isClosed(endpoint) })
      try client.send("f\n")
      #expect(try await onThread { try client.readTextToEnd() } == "half\n")
      let ended = await report
      #expect(ended.cut == 0 && ended.drained >= 1, "\(ended)")
    }
  }

  @Test(arguments: Model.all)
  func whatHasArrivedIsServed(_ model: Model) async throws {
    try await model.serve(.transparent) { server in
      let endpoint = server.endpoints[0]
      let bytes = [UInt8](repeating: 7, count: 16 << 10)
      // Sent, but perhaps not even accepted yet.
      let clients = try (0..<50).map { _ in
        let client = try Client(endpoint)
        try client.send(bytes)
        return client
      }
      #expect(await eventually { clients.allSatisfy(\.hasArrived) })
      async let report = server.drain(within: .seconds(600))
      let received = try await onThreads(clients.count) { try clients[$0].readToEnd() }
      #expect(received.allSatisfy { $0 == bytes })
      #expect(await report == DrainReport(drained: 50, cut: 0))
    }
  }

  /// More clients than a pool has threads, each of which comes again as soon as it is served: the
  /// queue is never empty, and yet the drain ends when those are served who were in it.
  @Test(arguments: Model.all, Whereabouts.available)
  func clientsThatComeAgainAndAgain(_ model: Model, _ kind: Whereabouts) async throws {
    var configuration = EchoServerConfiguration(
      EchoService(kind.endpoint, try .typed(.line, "wait:2000")))
    configuration.poolSize = 2
    configuration.listening.backlog = 16
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      async let visits: [Void] = onThreads(8) { _ in
        // Until it is refused, or let in too late to be served.
        while let client = try? Client(endpoint), (try? client.echo("a\n")) == "a\n" {}
      }
      #expect(await eventually { server.statistics.connections.closed > 20 })
      let start = ContinuousClock.now
      let report = await server.drain(within: .seconds(600))
      #expect(report.cut == 0, "\(report)")
      #expect(ContinuousClock.now - start < .seconds(300), "it ended with its limit")
      _ = try await visits
      #expect(server.statistics.connections.active == 0)
    }
  }

  @Test(arguments: Model.all)
  func aFrameOf8MiBThatThePeerIsStillToRead(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.length, limit: 8 << 20)
    let request = echo.encode(request: [UInt8](repeating: 9, count: 8 << 20))
    try await model.serve(echo) { server in
      let endpoint = server.endpoints[0]
      let client = try Client(endpoint)
      try await onThread { try client.send(request) }
      #expect(await eventually { server.statistics.connections.bytesReceived == request.count })
      async let report = server.drain(within: .seconds(600))
      #expect(await eventually { Self.isClosed(endpoint) })
      #expect(try await onThread { try client.readToEnd() } == request)
      let ended = await report
      #expect(ended.cut == 0 && ended.drained >= 1, "\(ended)")
    }
  }

  /// Many replies instead of one: only a loop has room for what its peer sends without reading.
  @Test(arguments: Model.onLoops)
  func draining8MiBThatThePeerIsStillToRead(_ model: Model) async throws {
    var configuration = EchoServerConfiguration.loopback(.transparent)
    configuration.connections.highWaterMark = 16 << 20
    let bytes = [UInt8](repeating: 9, count: 8 << 20)
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let client = try Client(endpoint)
      try await onThread { try client.send(bytes) }
      #expect(await eventually { server.statistics.connections.bytesReceived == bytes.count })
      async let report = server.drain(within: .seconds(600))
      #expect(await eventually { Self.isClosed(endpoint) })
      #expect(try await onThread { try client.readToEnd() } == bytes)
      let ended = await report
      #expect(ended.cut == 0 && ended.drained >= 1, "\(ended)")
    }
  }

  @Test(arguments: Model.all)
  func aSecondDrainJoinsTheFirstAndStoppingTwiceIsNoNews(_ model: Model) async throws {
    let gate = Gate()
    try await model.serve(.loopback(gate.echo())) { server in
      let client = try Client(server.endpoints[0])
      try client.send("a\n")
      #expect(await eventually { gate.arrivals == 1 })
      async let first = server.drain(within: .seconds(600))
      async let second = server.drain(within: .seconds(600))
      #expect(await eventually { Self.isClosed(server.endpoints[0]) })
      gate.open()
      #expect(try await onThread { try client.readTextToEnd() } == "a\n")
      let reports = await [first, second]
      // Either may have begun when the other was over.
      let joined = reports.filter { $0 != DrainReport() }
      #expect(joined.first.map { $0.cut == 0 && $0.drained >= 1 } == true, "\(reports)")
      #expect(joined.allSatisfy { $0 == joined.first }, "\(reports)")
      await server.stop()
      await server.stop()
      #expect(await server.drain(within: .seconds(1)) == DrainReport())
      #expect(server.statistics.connections.active == 0)
    }
  }
}
