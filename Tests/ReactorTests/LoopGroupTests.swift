import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Reactor

/// Several loops, one server: what one of them does with its connections, all do with theirs.
@Suite("Loop group", .timeLimit(.minutes(20)))
struct LoopGroupTests {
  @Test("newcomers are dealt out evenly", arguments: [2, 4], [10, 100, 1000])
  func evenness(_ loops: Int, _ peers: Int) async throws {
    OpenFileLimit.raise()
    try await withGroup(of: loops) { group in
      let endpoint = try await listenEcho(group).endpoint
      let connected = try await onThread { try (0..<peers).map { _ in try Peer(to: endpoint) } }
      #expect(await eventually { group.statistics.accepted == peers })
      let shares = group.loops.map(\.statistics.active)
      #expect(shares.max()! - shares.min()! <= 1, "\(shares)")
      withExtendedLifetime(connected) {}
    }
  }

  @Test("who has lost connections gets the next ones")
  func rebalancing() async throws {
    try await withGroup(of: 3) { group in
      let endpoint = try await listenEcho(group).endpoint
      let stay = try (0..<30).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.statistics.accepted == 30 })
      await group.loops[1].abort()
      #expect(await eventually { group.seats.taken == 20 })
      let new = try (0..<10).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.loops[1].statistics.accepted == 20 })
      #expect(group.loops.map(\.statistics.active) == [10, 10, 10])
      withExtendedLifetime((stay, new)) {}
    }
  }

  @Test("a dealt connection is served on its own loop", arguments: Face.allCases)
  func echoes(_ face: Face) async throws {
    try await withGroup(of: 3) { group in
      let endpoint = try await listenEcho(group, face).endpoint
      for _ in 0..<6 {
        let peer = try Peer(to: endpoint)
        let received = try await onThread {
          try peer.send(100_000)
          peer.finish()
          return try peer.receive()
        }
        #expect(received == 100_000)
      }
      #expect(await eventually { group.statistics.closed == 6 })
      let statistics = group.statistics
      #expect(statistics.bytesReceived == 600_000 && statistics.bytesSent == 600_000)
      #expect(statistics.failed == 0 && statistics.aborted == 0)
    }
  }

  @Test("each loop makes a reception of its own, on its thread")
  func receptions() async throws {
    try await withGroup(of: 4) { group in
      let made = Locked<[ObjectIdentifier]>([])
      try await group.listen(on: .ownLoopback) { loop in
        loop.preconditionIsolated()
        made.withLock { $0.append(ObjectIdentifier(loop)) }
        return .handler { connection in
          precondition(connection.loop === loop)
          return EchoHandler()
        }
      }
      #expect(made.withLock { $0 } == group.loops.map { ObjectIdentifier($0) })
    }
  }

  @Test("out of descriptors, the one that accepts pauses and comes back")
  func exhaustion() async throws {
    let kernel = FaultyKernel()
    kernel.acceptFault = { $0 == 2 ? .failed(.processFileLimit) : nil }
    try await withGroup(of: 2) {
      $0.kernel = kernel
    } _: { group in
      let endpoint = try await listenEcho(group).endpoint
      let peers = try (0..<4).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.statistics.accepted == 4 })
      #expect(group.statistics.acceptPauses == 1)
      withExtendedLifetime(peers) {}
    }
  }

  @Test("a listener that stops leaves its connections alone, and no entrance")
  func stopListener() async throws {
    try await withGroup(of: 3) { group in
      let listener = try await listenEcho(group)
      let peers = try (0..<3).map { _ in try Peer(to: listener.endpoint) }
      #expect(await eventually { group.statistics.accepted == 3 })
      await listener.stop()
      #expect(await isClosed(listener.endpoint))
      for loop in group.loops { #expect(await loop.entrances == 0) }
      for peer in peers {
        try peer.send(4)
        #expect(try await onThread { try peer.receive(4) } == 4)
      }
    }
  }

  @Test("one that cannot listen leaves nothing behind")
  func taken() async throws {
    try await withGroup(of: 2) { group in
      let endpoint = try await listenEcho(group).endpoint
      let error = await #expect(throws: SocketError.self) {
        try await listenEcho(group, on: endpoint)
      }
      #expect(error?.errno == .addressInUse)
      for loop in group.loops { #expect(await loop.entrances == 1) }
    }
  }
}

extension EventLoop {
  /// How many listeners deal to it.
  var entrances: Int { core.entrances.count }
}
