import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Reactor

@Suite("Echo over real sockets", .timeLimit(.minutes(10)))
struct EchoTests {
  static let size = 8 << 20

  @Test("8 MiB come back byte by byte, whatever the pieces", arguments: Face.allCases)
  func exact(_ face: Face) async throws {
    try await withLoop { loop in
      let listener = try await listenEcho(loop, face)
      let peer = try Peer(to: listener.endpoint)
      async let sent: Void = onThread {
        var random = SeededRandom(1)
        try peer.send(Self.size) {
          random.oneIn(4) ? 1 + random.below(100) : 1 + random.below(70_000)
        }
      }
      let received = try await onThread {
        var random = SeededRandom(2)
        return try peer.receive(Self.size) { 1 + random.below(65_536) }
      }
      try await sent
      #expect(received == Self.size)
      #expect(loop.statistics.bytesReceived == Self.size)
      // Counted behind the send, when they may be here already.
      try await waitUntil(loop) { $0.bytesSent >= Self.size }
      #expect(loop.statistics.bytesSent == Self.size)
    }
  }

  @Test("half-close with megabytes owed: all of them come, then the end", arguments: Face.allCases)
  func halfClose(_ face: Face) async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      var options = ConnectionOptions.patient
      options.highWaterMark = 16 << 20
      let listener = try await listenEcho(loop, face, options) { told.send($0) }
      let peer = try Peer(to: listener.endpoint)
      try await onThread {
        try peer.send(Self.size)
        peer.finish()
      }
      // Nothing was read so far: what the kernel did not take is owed.
      #expect(try await onThread { try peer.receive() } == Self.size)
      _ = try await told.first { $0 == .inputEnded }
    }
  }

  @Test("over a Unix socket, by path and by abstract name", arguments: Face.allCases)
  func unix(_ face: Face) async throws {
    try await withLoop { loop in
      let name = "@swiftlet-\(UInt64.random(in: 0...(.max)))"
      let listener = try await listenEcho(loop, face, on: .unix(name))
      #expect(listener.endpoint == .unix(name))
      let peer = try Peer(to: listener.endpoint)
      try peer.send(10)
      #expect(try await onThread { try peer.receive(10) } == 10)
    }
  }

  @Test("a server that ends first loses nothing: the peer gets every byte, and no reset")
  func lingeringClose() async throws {
    try await withLoop { loop in
      var options = ConnectionOptions.patient
      // However long the peer needs on a busy machine.
      options.lingerTimeout = .seconds(3600)
      let listener = try await loop.listen(
        on: .tcp("127.0.0.1", port: 0), connections: options
      ) { connection in
        _ = try await connection.read()
        for start in stride(from: 0, to: 1 << 20, by: 1 << 16) {
          try await connection.write(Pattern.withBytes(from: start, 1 << 16) { Array($0) })
        }
      }
      let peer = try Peer(to: listener.endpoint)
      // It goes on sending what nobody reads; unread input at a close would be a reset.
      async let sent: Void = onThread { try peer.send(1 << 20) }
      #expect(try await onThread { try peer.receive() } == 1 << 20)
      try await sent
      peer.finish()
    }
  }

  @Test("a read and a write of one byte at a time", arguments: Face.allCases)
  func oneByte(_ face: Face) async throws {
    let kernel = FaultyKernel()
    kernel.most = 1
    kernel.sendFault = { $0 % 3 == 0 ? .wouldBlock : nil }
    kernel.receiveFault = { $0 % 5 == 0 ? .wouldBlock : nil }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let listener = try await listenEcho(loop, face)
      let peer = try Peer(to: listener.endpoint)
      try peer.send(3_000)
      peer.finish()
      #expect(try await onThread { try peer.receive() } == 3_000)
      #expect(kernel.sends.load(ordering: .relaxed) > 3_000)
    }
  }
}
