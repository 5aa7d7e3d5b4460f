import Sockets
import TestSupport
import Testing

@testable import Reactor

/// The end of a group: nothing is lost in a drain, and nothing stays behind a stop, whatever is on
/// its way from one loop to another.
@Suite("Loop group: end", .timeLimit(.minutes(20)))
struct LoopGroupEndTests {
  @Test("those whose handshake is done are let in, dealt and served", arguments: Face.allCases)
  func drain(_ face: Face) async throws {
    try await withGroup(of: 3) { group in
      let endpoint = try await listenEcho(group, face).endpoint
      // Whoever is to accept them is kept busy until the drain has been asked for.
      let gate = Semaphore()
      group.loops[0].execute { _ in gate.wait() }
      let peers = try (0..<100).map { _ in try Peer(to: endpoint) }
      for peer in peers { try peer.send(3) }
      async let report = group.drain(within: .seconds(3600))
      gate.signal()
      for peer in peers {
        #expect(try await onThread { try peer.receive() } == 3)
        peer.finish()
      }
      #expect(await report == DrainReport(drained: 100, cut: 0))
      #expect(group.loops.map(\.statistics.accepted).sorted() == [33, 33, 34])
      #expect(await isClosed(endpoint))
    }
  }

  @Test("what is cut on any loop is reported as cut")
  func cut() async throws {
    try await withGroup(of: 3) { group in
      let endpoint = try await listenEcho(group).endpoint
      // Without an end of their own they are lingered for, until the time is up.
      let peers = try (0..<6).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.statistics.accepted == 6 })
      let report = await group.drain(within: .milliseconds(100))
      #expect(report == DrainReport(drained: 0, cut: 6))
      #expect(group.statistics.aborted == 6)
      withExtendedLifetime(peers) {}
    }
  }

  @Test("a second drain joins the first where a loop is done already")
  func secondDrain() async throws {
    try await withGroup(of: 2) { group in
      let endpoint = try await listenEcho(group).endpoint
      let peers = try (0..<2).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.loops.allSatisfy { $0.statistics.active == 1 } })
      async let first = group.drain(within: .seconds(3600))
      for peer in peers { #expect(try await onThread { try peer.receive() } == 0) }
      peers[1].finish()
      #expect(await eventually { group.loops[1].statistics.active == 0 })
      async let second = group.drain(within: .seconds(3600))
      #expect(await eventually { group.drainCalls == 2 })
      peers[0].finish()
      #expect(await first == DrainReport(drained: 2, cut: 0))
      #expect(await second == DrainReport(drained: 2, cut: 0))
    }
  }

  @Test("a stop while connections are on their way: each is counted once and closed")
  func stop() async throws {
    let group = try LoopGroup.spawn(count: 3, name: "test-loop")
    let endpoint = try await listenEcho(group).endpoint
    let gate = Semaphore()
    group.loops[1].execute { _ in gate.wait() }
    let peers = try (0..<30).map { _ in try Peer(to: endpoint) }
    // Those of the second loop lie in its inbox.
    #expect(await eventually { group.seats.taken == 30 })
    async let stopped: Void = group.stop()
    #expect(await isClosed(endpoint))
    gate.signal()
    await stopped
    for peer in peers { _ = try? await onThread { try peer.receive() } }
    // Who has asked whether it is closed may have been let in too.
    #expect(await eventually { group.statistics.active == 0 })
    let statistics = group.statistics
    #expect(statistics.accepted >= 30 && statistics.closed == statistics.accepted)
    #expect(statistics.aborted >= 30, "\(statistics)")
    #expect(group.loops[1].statistics.accepted >= 10)
    #expect(await eventually { group.seats.taken == 0 })
  }

  @Test("a loop that ends alone cuts what it is dealt then, once, and the others serve on")
  func endedLoop() async throws {
    try await withGroup(of: 2) { group in
      let endpoint = try await listenEcho(group).endpoint
      await group.loops[1].stop()
      var served = 0
      for number in 0..<10 {
        let peer = try Peer(to: endpoint)
        let received = try? await onThread {
          try peer.send(4)
          return try peer.receive(4)
        }
        if received == 4 { served += 1 }
        #expect(await eventually { group.statistics.accepted == number + 1 })
        #expect(await eventually { group.statistics.active == group.loops[0].statistics.active })
      }
      #expect(served == 9)
      #expect(group.loops[1].statistics.accepted == 1 && group.loops[1].statistics.aborted == 1)
    }
  }

  @Test("a loop that was lent goes on, with its connections and listeners")
  func lent() async throws {
    try await withLoop { loop in
      let own = try await listenEcho(loop).endpoint
      let group = try LoopGroup(extending: loop, to: 3, name: "test-loop")
      let endpoint = try await listenEcho(group).endpoint
      let peers = try (0..<3).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.statistics.accepted == 3 })
      await group.stop()
      await group.stop()
      #expect(await isClosed(endpoint))
      #expect(await eventually { group.statistics.active == 1 })
      let other = try Peer(to: own)
      try other.send(4)
      #expect(try await onThread { try other.receive(4) } == 4)
      withExtendedLifetime(peers) {}
    }
  }

  @Test("nothing keeps the loops of a group that has ended")
  func memory() async throws {
    weak var weakGroup: LoopGroup?
    weak var weakLoop: EventLoop?
    do {
      let group = try LoopGroup.spawn(count: 2, name: "test-loop")
      weakGroup = group
      weakLoop = group.loops[1]
      let endpoint = try await listenEcho(group).endpoint
      let peers = try (0..<4).map { _ in try Peer(to: endpoint) }
      #expect(await eventually { group.statistics.accepted == 4 })
      await group.stop()
      withExtendedLifetime(peers) {}
    }
    #expect(await eventually { weakGroup == nil && weakLoop == nil })
  }
}

extension LoopGroup {
  /// How many wait for the drain under way.
  fileprivate var drainCalls: Int { drainInProgress.withLock { $0?.waiting.count ?? 0 } }
}
