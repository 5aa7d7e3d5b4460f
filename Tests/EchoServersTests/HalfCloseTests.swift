import EchoProtocol
import EchoServers
import Measurement
import Reactor
import TestSupport
import Testing

/// The end of the input is not the end of the conversation.
struct HalfCloseTests {
  private static func noise(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: 8)
    return (0..<count / 8).flatMap { _ in
      withUnsafeBytes(of: random.next()) { Array($0) }
    }
  }

  /// The peer reads nothing until it has sent all it will, and the answer begins only then.
  @Test(arguments: Model.all)
  func aFrameOf8MiBIsOwedAtTheHalfClose(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.length, limit: 8 << 20)
    let request = echo.encode(request: Self.noise(8 << 20))
    try await model.serve(echo) { server in
      try await Self.expectAll(of: request, from: server)
    }
  }

  /// The same with many replies, most of which are owed at the half-close.
  ///
  /// A thread that sends does not read: only a loop has room for what its peer sends without
  /// reading. What a thread is asked for instead is above and below.
  @Test(arguments: Model.onLoops, [Framing.raw, .length])
  func eightMegabytesOwedAreSent(_ model: Model, _ framing: Framing) async throws {
    let echo = try EchoConfiguration.typed(framing)
    let payload = Self.noise(1 << 20)
    let request = echo.encode(Array(repeating: payload, count: 8))
    var configuration = EchoServerConfiguration.loopback(echo)
    // Room for all of it, so that the peer can half-close before it reads its first byte.
    configuration.connections.highWaterMark = 16 << 20
    try await model.serve(configuration) { server in
      try await Self.expectAll(of: request, from: server)
    }
  }

  /// A client that half-closes before it reads its first byte gets everything back.
  private static func expectAll(of request: [UInt8], from server: any EchoServer) async throws {
    let endpoint = server.endpoints[0]
    let received = try await onThread {
      let client = try Client(endpoint)
      try client.send(request)
      try client.finish()
      return try client.readToEnd()
    }
    #expect(received == request)
    #expect(await eventually { server.statistics.connections.active == 0 })
    let connections = server.statistics.connections
    #expect(connections.bytesSent == request.count)
    #expect(connections.failed == 0 && connections.aborted == 0)
  }

  @Test(arguments: Model.all)
  func framesInWorkAreAnsweredBeforeTheEnd(_ model: Model) async throws {
    let gate = Gate()
    try await model.serve(.loopback(gate.echo())) { server in
      defer { gate.open() }
      let client = try Client(server.endpoints[0])
      try client.send("one\ntwo\nthree")
      try client.finish()
      #expect(await eventually { gate.arrivals == model.framesAtOnce(clients: 1) })
      gate.open()
      #expect(try await onThread { try client.readTextToEnd() } == "one\ntwo\nthree")
    }
  }

  /// With the usual marks the server reads no further than it may owe, and nothing is lost.
  @Test(arguments: Model.all)
  func bothDirectionsAreSaturatedAtOnce(_ model: Model) async throws {
    let request = Self.noise(8 << 20)
    try await model.serve(.transparent) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThreads(2) { number in
        try Client(endpoint).exchange(request, seed: UInt64(number), largest: 200_000)
      }
      #expect(received.allSatisfy { $0 == request })
    }
  }
}
