import Sockets
import TestSupport
import Testing

@testable import Reactor

@Suite("Waiting for a peer that is behind", .timeLimit(.minutes(10)))
struct CatchUpTests {
  /// What is in work holds reading back for longer than the output is stuck; who writes waits for
  /// the output alone.
  @Test("a write goes on when the peer has caught up, whatever is still in work")
  func work() async throws {
    try await withLoop { loop in
      let told = Events<Int>()
      let bytes = (0..<128).flatMap { Pattern.withBytes(from: $0 << 16, 1 << 16) { Array($0) } }
      var options = ConnectionOptions.patient
      options.highWaterMark = 65_536
      options.lowWaterMark = 16_384
      let endpoint = try await loop.listen(on: .ownLoopback, connections: options) { connection in
        connection.beginWork(bytes: 65_536)
        try await connection.write(bytes)
        told.send(connection.pendingOutput)
        connection.endWork(bytes: 65_536)
      }.endpoint
      let peer = try Peer(to: endpoint, smallBuffers: true)
      #expect(try await onThread { try peer.receive(8 << 20) } == 8 << 20)
      #expect(try await told.next() <= 16_384)
    }
  }
}
