import Sockets
import TestSupport
import Testing

@testable import Reactor

@Suite("Drain", .timeLimit(.minutes(10)))
struct DrainTests {
  @Test("what has arrived is served, what is owed is sent, then all end", arguments: Face.allCases)
  func dataInFlight(_ face: Face) async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let endpoint = try await listenEcho(loop, face) { told.send($0) }.endpoint
      let peers = try (0..<5).map { _ in try Peer(to: endpoint) }
      for peer in peers {
        try peer.send(1)
        _ = try await told.first { $0 == .received(1) }
      }
      // Arrived and perhaps not yet read, when the drain begins on the loop.
      for peer in peers { try peer.send(10_000, from: 1) }
      #expect(await eventually { peers.allSatisfy(\.hasArrived) })
      async let report = loop.drain(within: .seconds(600))
      for peer in peers {
        #expect(try await onThread { try peer.receive() } == 10_001)
        peer.finish()
      }
      #expect(await report == DrainReport(drained: 5, cut: 0))
      #expect(await isClosed(endpoint))
    }
  }

  @Test("those whose handshake is done are let in and served")
  func waitingOnes() async throws {
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop).endpoint
      let peers = try (0..<100).map { _ in try Peer(to: endpoint) }
      for peer in peers { try peer.send(3) }
      #expect(await eventually { peers.allSatisfy(\.hasArrived) })
      async let report = loop.drain(within: .seconds(600))
      for peer in peers {
        #expect(try await onThread { try peer.receive() } == 3)
        peer.finish()
      }
      #expect(await report.cut == 0)
      #expect(loop.statistics.accepted == 100)
    }
  }

  @Test("what is cut is reported as cut; a second drain joins the first")
  func joined() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      var options = ConnectionOptions()
      options.lingerTimeout = .seconds(3600)
      let endpoint = try await listenEcho(loop, .handler, options) { told.send($0) }.endpoint
      let (stays, leaves) = (try Peer(to: endpoint), try Peer(to: endpoint))
      for _ in 0..<2 { _ = try await told.next() }
      async let first = loop.drain(within: .seconds(3600))
      async let second = loop.drain(within: .seconds(3600))
      while await loop.drainCalls < 2 { await Task.yield() }
      for peer in [stays, leaves] { #expect(try await onThread { try peer.receive() } == 0) }
      leaves.finish()
      _ = try await told.closed()
      await loop.abort()
      #expect(await first == DrainReport(drained: 1, cut: 1))
      #expect(await second == DrainReport(drained: 1, cut: 1))
    }
  }

  @Test("one that begins when another has just ended does not take that one's report")
  func oneAfterTheOther() async throws {
    /// Begins to drain at the end of its connection: behind those who wait for the drain that ends
    /// with it.
    final class DrainingAgain: ConnectionHandler {
      private let tell: @Sendable (DrainReport) -> Void

      init(_ tell: @escaping @Sendable (DrainReport) -> Void) { self.tell = tell }

      func received(_ bytes: RawSpan, on connection: Connection) { connection.send(bytes) }

      func closed(_ connection: Connection, _ reason: CloseReason) {
        let tell = self.tell
        connection.loop.assumeIsolated { $0.drain(tell) }
      }
    }
    try await withLoop { loop in
      let others = Events<DrainReport>()
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in
        DrainingAgain { others.send($0) }
      }.endpoint
      let peer = try Peer(to: endpoint)
      try peer.send(1)
      #expect(try await onThread { try peer.receive(1) } == 1)
      async let report = loop.drain(within: .seconds(600))
      #expect(try await onThread { try peer.receive() } == 0)
      peer.finish()
      #expect(await report == DrainReport(drained: 1, cut: 0))
      #expect(try await others.next() == DrainReport())
    }
  }

  @Test("what is left when the time is up is cut")
  func timeUp() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      var options = ConnectionOptions()
      options.lingerTimeout = .seconds(3600)
      let endpoint = try await listenEcho(loop, .handler, options) { told.send($0) }.endpoint
      let peer = try Peer(to: endpoint)
      _ = try await told.next()
      #expect(await loop.drain(within: .milliseconds(20)) == DrainReport(drained: 0, cut: 1))
      withExtendedLifetime(peer) {}
    }
  }

  @Test("straight-line code that never reads is cut when the time is up")
  func neverReads() async throws {
    try await withLoop { loop in
      let begun = Events<Void>()
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in
        begun.send(())
        try await loop.sleep(for: .seconds(3600))
      }.endpoint
      let peer = try Peer(to: endpoint)
      try await begun.next()
      #expect(await loop.drain(within: .milliseconds(20)) == DrainReport(drained: 0, cut: 1))
      withExtendedLifetime(peer) {}
    }
  }

  @Test("an earlier drain's time does not cut a later one")
  func laterDrain() async throws {
    try await withLoop { loop in
      #expect(await loop.drain(within: .milliseconds(100)) == DrainReport())
      let told = Events<Told>()
      var options = ConnectionOptions()
      options.lingerTimeout = .seconds(3600)
      let endpoint = try await listenEcho(loop, .handler, options) { told.send($0) }.endpoint
      let peer = try Peer(to: endpoint)
      _ = try await told.next()
      async let report = loop.drain(within: .seconds(3600))
      #expect(try await onThread { try peer.receive() } == 0)
      // The first drain's entry is due by now.
      try await loop.sleep(for: .milliseconds(150))
      peer.finish()
      #expect(await report == DrainReport(drained: 1, cut: 0))
    }
  }

  @Test("connections that are made during a drain drain too")
  func outgoing() async throws {
    try await withLoop { other in
      let endpoint = try await listenEcho(other).endpoint
      try await withLoop { loop in
        let told = Events<Told>()
        try await loop.connect(to: endpoint) { _ in
          final class Stubborn: ConnectionHandler {
            func received(_ bytes: RawSpan, on connection: Connection) {}
            func quiesced(on connection: Connection) {}
          }
          return Stubborn()
        }
        async let report = loop.drain(within: .seconds(3600))
        while await !loop.isDraining { await Task.yield() }
        try await loop.connect(to: endpoint) { _ in EchoHandler { told.send($0) } }
        #expect(try await told.closed() == .finished)
        await loop.abort()
        #expect(await report == DrainReport(drained: 1, cut: 1))
      }
    }
  }
}

extension EventLoop {
  fileprivate var isDraining: Bool { drain != nil }

  /// Drains in a task of its own, which begins when the loop's thread is free.
  fileprivate func drain(_ tell: @escaping @Sendable (DrainReport) -> Void) {
    Task { tell(await self.drain(within: .seconds(600))) }
  }

  /// Those who wait for the drain under way.
  fileprivate var drainCalls: Int { drain?.waiting.count ?? 0 }
}
