import EchoProtocol
import EchoServers
import Measurement
import Reactor
import TestSupport
import Testing

/// Every model, on every kind of endpoint, in every dialect: what comes back is what the protocol
/// says, byte for byte, however the stream is cut.
struct EchoMatrixTests {
  static let dialects: [(Framing, String)] = [
    (.raw, "identity"), (.raw, "upper"), (.raw, "burn:20"),
    (.line, "identity"), (.line, "upper"), (.line, "sha256"), (.line, "reverse"),
    (.line, "upper,sha256"),
    (.length, "identity"), (.length, "upper"), (.length, "sha256"), (.length, "reverse"),
    (.length, "deflate"), (.length, "wait:100,rot13"),
  ]

  @Test(arguments: Model.all, dialects)
  func echoes(_ model: Model, _ dialect: (Framing, String)) async throws {
    let echo = try EchoConfiguration.typed(dialect.0, dialect.1)
    var configuration = EchoServerConfiguration(
      services: Whereabouts.available.map { EchoService($0.endpoint, echo) })
    configuration.workers.workers = 2
    configuration.connections.writeStallTimeout = nil
    let payloads = Self.payloads(seed: 42, printable: dialect.0 == .line)
    let request = echo.encode(payloads)
    let expected = try echo.expectedReplies(to: payloads)
    try await model.serve(configuration) { server in
      let endpoints = server.endpoints
      // All kinds at once, so that connections of several listeners share the loop and the pool.
      let replies = try await onThreads(endpoints.count) { number in
        try Client(endpoints[number]).exchange(request, seed: UInt64(number))
      }
      for (endpoint, reply) in zip(endpoints, replies) {
        #expect(reply == expected, "\(endpoint)")
      }
      #expect(server.statistics.badFrames == 0)
      #expect(server.statistics.failedTransforms == 0)
    }
  }

  /// Sixty frames of sizes from nothing to twice what one read brings.
  private static func payloads(seed: UInt64, printable: Bool) -> [[UInt8]] {
    var random = SplitMix64(seed: seed)
    return (0..<60).map { number in
      let size = number == 30 ? 130_000 : random.pick(0...random.pick(1...4000))
      return (0..<size).map { _ in
        let byte = UInt8(truncatingIfNeeded: random.next())
        return printable ? 0x20 + byte % 95 : byte
      }
    }
  }

  @Test(arguments: Model.all)
  func theEndpointsAreThoseThatWereAskedFor(_ model: Model) async throws {
    let places = Whereabouts.available
    let wanted = places.map(\.endpoint)
    let configuration = EchoServerConfiguration(
      services: wanted.map { EchoService($0, .transparent) })
    try await model.serve(configuration) { server in
      #expect(server.endpoints.count == wanted.count)
      for (bound, wanted) in zip(server.endpoints, wanted) {
        if case .tcp(let host, let port) = bound, case .tcp(let wantedHost, _) = wanted {
          #expect(host == wantedHost)
          #expect(port != 0)
        } else {
          #expect(bound == wanted)
        }
      }
    }
  }
}
