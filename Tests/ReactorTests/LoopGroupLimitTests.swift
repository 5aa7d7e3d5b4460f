import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Reactor

/// One limit for all loops: never more, and nobody waits outside when there is room.
@Suite("Loop group: limit", .timeLimit(.minutes(20)))
struct LoopGroupLimitTests {
  @Test("the next is let in whichever loop loses one", arguments: 0..<3)
  func anyLoop(_ leaver: Int) async throws {
    try await withGroup(of: 3) {
      $0.maximumConnections = 3
    } _: { group in
      let endpoint = try await listenEcho(group).endpoint
      let first = try (0..<3).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.loops.allSatisfy { $0.statistics.active == 1 } })
      let waiting = try Peer(to: endpoint)
      try waiting.send(4)
      try first[0].send(1)
      #expect(try await onThread { try first[0].receive(1) } == 1)
      #expect(group.statistics.accepted == 3, "the fourth is not let in to be thrown out")
      await group.loops[leaver].abort()
      #expect(try await onThread { try waiting.receive(4) } == 4)
      #expect(group.loops[leaver].statistics.accepted == 2)
    }
  }

  @Test("a crowd before two doors all get in, and never too many at once", arguments: [1, 3, 8])
  func crowd(_ limit: Int) async throws {
    let inside = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    try await withGroup(of: 3) {
      $0.maximumConnections = limit
    } _: { group in
      var endpoints: [Endpoint] = []
      for _ in 0..<2 {
        let listener = try await group.listen(on: .ownLoopback, connections: .patient) { _ in
          .handler { _ in
            let now = inside.add(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            return Leaving { inside.subtract(1, ordering: .relaxed) }
          }
        }
        endpoints.append(listener.endpoint)
      }
      let doors = endpoints
      try await withThrowingTaskGroup { crowd in
        for number in 0..<6 {
          crowd.addTask {
            try await onThread {
              for _ in 0..<50 {
                let peer = try Peer(to: doors[number % 2])
                try peer.send(10)
                guard try peer.receive(10) == 10 else { fatalError("cut short") }
              }
            }
          }
        }
        try await crowd.waitForAll()
      }
      #expect(await eventually { group.statistics.closed == 300 })
      #expect(group.statistics.accepted == 300)
      let highest = most.load(ordering: .relaxed)
      #expect(highest <= limit, "\(highest)")
      // The end is counted before its handler is told.
      #expect(await eventually { inside.load(ordering: .relaxed) == 0 })
    }
  }
}

/// An echo that tells when it is over.
private final class Leaving: ConnectionHandler {
  private let leave: @Sendable () -> Void

  init(_ leave: @escaping @Sendable () -> Void) { self.leave = leave }

  func received(_ bytes: RawSpan, on connection: Connection) { connection.send(bytes) }

  func closed(_ connection: Connection, _ reason: CloseReason) { leave() }
}
