import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// A loop that is lent may be the first of several; it outlives the server.
struct LentLoopTests {
  @Test(arguments: Model.onLoops)
  func itIsGivenBack(_ model: Model) async throws {
    let loop = try EventLoop.spawn(name: "test-lent")
    var configuration = EchoServerConfiguration.loopback(try .typed(.line, "sha256"))
    configuration.loop = loop
    let server = try await model.start(configuration)
    let endpoint = server.endpoints[0]
    let clients = try (0..<6).map { _ in try Client(endpoint) }
    for client in clients {
      let reply = try await onThread {
        try client.send("a\n")
        return try client.read(65).count
      }
      #expect(reply == 65)
    }
    #expect(loop.statistics.accepted == 6 / model.loops)
    #expect(server.statistics.connections.accepted == 6)
    #expect(server.statistics.connections.active == 6)
    await server.stop()
    #expect(await eventually { server.statistics.connections.active == 0 })
    #expect(server.statistics.connections.aborted == 6)
    let listener = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
      while let bytes = try await connection.read() { try await connection.write(bytes) }
    }
    let other = try Client(listener.endpoint)
    try other.send("on")
    #expect(try await onThread { try other.readText(2) } == "on")
    await loop.stop()
  }
}
