import Sockets
import TestSupport
import Testing

@testable import Reactor

@Suite("Peers that misbehave", .timeLimit(.minutes(10)))
struct BrokenPeerTests {
  /// The most output that was ever pending.
  final class Measured: ConnectionHandler {
    private let tell: @Sendable (Told) -> Void
    private var most = 0

    init(_ tell: @escaping @Sendable (Told) -> Void) { self.tell = tell }

    func received(_ bytes: RawSpan, on connection: Connection) {
      connection.send(bytes)
      most = max(most, connection.pendingOutput)
    }

    func closed(_ connection: Connection, _ reason: CloseReason) {
      tell(.received(most))
      tell(.closed(reason))
    }
  }

  @Test("one that never reads costs the mark and one receive, and is cut as stalled")
  func neverReads() async throws {
    // On a machine so busy that a peer is cut before it has sent enough, one with more time tells.
    for stall in [Duration.milliseconds(100), .seconds(2), .seconds(20)] {
      if try await costs(neverReading: stall) { return }
    }
    Issue.record("the mark was not reached")
  }

  /// Whether a peer was owed as much as the mark before it was cut; never more than that.
  private func costs(neverReading stall: Duration) async throws -> Bool {
    try await withLoop { loop in
      let told = Events<Told>()
      var options = ConnectionOptions()
      options.writeStallTimeout = stall
      let listener = try await loop.listen(
        on: .tcp("127.0.0.1", port: 0), connections: options
      ) { _ in Measured { told.send($0) } }
      let peer = try Peer(to: listener.endpoint, smallBuffers: true)
      await #expect(throws: Errno.self, "it is cut while it sends") {
        try await onThread { try peer.send(64 << 20) }
      }
      guard case .received(let most) = try await told.next() else { return false }
      #expect(most < options.highWaterMark + Block.size)
      #expect(try await told.next() == .closed(.stalled))
      #expect(loop.statistics.stalled == 1)
      return most >= options.highWaterMark
    }
  }

  @Test("one that never reads, served by straight-line code")
  func neverReadsAsync() async throws {
    try await withLoop { loop in
      let ends = Events<ConnectionError>()
      var options = ConnectionOptions()
      options.writeStallTimeout = .milliseconds(100)
      let listener = try await loop.listen(
        on: .tcp("127.0.0.1", port: 0), connections: options
      ) { connection in
        do {
          while let bytes = try await connection.read() { try await connection.write(bytes) }
        } catch let error as ConnectionError {
          ends.send(error)
          throw error
        }
      }
      let peer = try Peer(to: listener.endpoint, smallBuffers: true)
      await #expect(throws: Errno.self) { try await onThread { try peer.send(64 << 20) } }
      #expect(try await ends.next() == .closed(.stalled))
      // Behind what the loop does with the error.
      await loop.perform { @Sendable _ in }
      #expect(loop.statistics.handlerErrors == 0)
    }
  }

  @Test("one that says nothing is cut as idle; one that talks is not", arguments: Face.allCases)
  func idle(_ face: Face) async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      var options = ConnectionOptions()
      options.idleTimeout = .milliseconds(50)
      let listener = try await listenEcho(loop, face, options) { told.send($0) }
      let peer = try Peer(to: listener.endpoint)
      #expect(try await onThread { try peer.receive() } == 0)
      try await waitUntil(loop) { $0.idleTimeouts == 1 }
    }
  }

  @Test("one that resets in the middle", arguments: Face.allCases)
  func resets(_ face: Face) async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let listener = try await listenEcho(loop, face) { told.send($0) }
      do {
        let peer = try Peer(to: listener.endpoint)
        try peer.send(100_000)
        _ = try await told.first { if case .received = $0 { true } else { false } }
        peer.resetOnClose()
      }
      try await waitUntil(loop) { $0.failed == 1 }
      // The others live on.
      let other = try Peer(to: listener.endpoint)
      try other.send(5)
      #expect(try await onThread { try other.receive(5) } == 5)
    }
  }

  @Test("sending to one that is gone is the connection's end, not the process's")
  func sendToGone() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let listener = try await listenEcho(loop) { told.send($0) }
      var peer: Peer? = try Peer(to: listener.endpoint)
      guard case .connected(let id) = try await told.next() else { return }
      await loop.withConnection(id) { $0.pauseReading() }
      peer?.resetOnClose()
      peer = nil
      let bytes = [UInt8](repeating: 1, count: 100)
      while await loop.withConnection(id, { $0.send(bytes.span.bytes) }) == true {}
      guard case .failed(let errno) = try await told.closed() else { return }
      #expect([.connectionReset, .brokenPipe].contains(errno))
      #expect(await loop.withConnection(id) { _ in true } == nil, "its name finds nobody")
    }
  }

  @Test("a handler that throws cuts its connection, counted and logged; the others live on")
  func handlerThrows() async throws {
    struct Mistake: Error {}
    let lines = Events<String>()
    try await withLoop {
      $0.log = { lines.send($0) }
    } _: { loop in
      let listener = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
        _ = try await connection.read()
        throw Mistake()
      }
      let peer = try Peer(to: listener.endpoint)
      try peer.send(1)
      #expect(try await lines.next().contains("its handler threw: Mistake()"))
      _ = try? await onThread { try peer.receive() }
      try await waitUntil(loop) { $0.handlerErrors == 1 && $0.aborted == 1 }
    }
  }

  @Test("the error of another connection ends this one too: nobody serves it any more")
  func foreignError() async throws {
    try await withLoop { loop in
      let listener = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
        _ = try await connection.read()
        // What a proxy's upstream throws.
        throw ConnectionError.closed(.stalled)
      }
      let peer = try Peer(to: listener.endpoint)
      try peer.send(1)
      _ = try? await onThread { try peer.receive() }
      try await waitUntil(loop) { $0.active == 0 }
    }
  }
}
