import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// What one read brings may be thousands of frames: neither the workers' queue nor the memory of
/// the server is one connection's to fill.
struct GreedTests {
  private static let lines = 65_536

  private static func configuration(
    _ name: String, stall: Duration
  ) throws -> (EchoServerConfiguration, String) {
    let path = "/tmp/swiftlet-greed-\(name)-\(UInt64.random(in: 0 ... .max)).sock"
    // A Unix socket holds little: what the peer does not read stays with the server.
    var configuration = EchoServerConfiguration(
      EchoService(.unix(path), try .typed(.line, "sha256")))
    configuration.connections.writeStallTimeout = stall
    return (configuration, path)
  }

  @Test(arguments: Model.all)
  func whoDoesNotReadIsNotWorkedFor(_ model: Model) async throws {
    let (configuration, _) = try Self.configuration(model.name, stall: .seconds(1))
    try await model.serve(configuration) { server in
      let client = try Client(server.endpoints[0])
      // On a busy machine it is cut before it has sent all.
      try? await onThread { try client.send([UInt8](repeating: 10, count: Self.lines)) }
      #expect(await eventually { server.statistics.connections.stalled == 1 })
      // 65 bytes each: what the socket and the marks take is a small part of four megabytes.
      #expect(server.statistics.connections.bytesSent < Self.lines * 65 / 4)
      // Both zero where nobody but the client's own thread works for it.
      #expect(server.statistics.workers.done < Self.lines / 4)
      #expect(server.statistics.workers.mostQueued <= 64)
    }
  }

  @Test(arguments: Model.all)
  func whoReadsLateGetsEverything(_ model: Model) async throws {
    let (configuration, _) = try Self.configuration(model.name, stall: .seconds(600))
    try await model.serve(configuration) { server in
      // The answers are a megabyte, several times what the socket and the marks take.
      let lines = 16_384
      let client = try Client(server.endpoints[0])
      try await onThread { try client.send([UInt8](repeating: 10, count: lines)) }
      #expect(await eventually { server.statistics.connections.bytesSent > 0 })
      if model.isOnLoop {
        #expect(await eventually { server.statistics.workers.done > 1_000 })
      }
      try client.finish()
      let received = try await onThread { try client.readToEnd().count }
      #expect(received == lines * 65)
    }
  }
}
