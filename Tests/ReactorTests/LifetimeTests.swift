import CLinux
import Sockets
import TestSupport
import Testing

@testable import Reactor

@Suite("The end of a loop", .timeLimit(.minutes(10)))
struct LifetimeTests {
  @Test("a loop that never runs goes away")
  func neverRuns() throws {
    weak var core: LoopCore?
    do {
      let loop = try EventLoop()
      core = loop.core
      loop.execute { _ in }
      _ = try loop.signals(.user1)
    }
    #expect(core == nil)
  }

  @Test("a loop that has ended goes away, whatever was still going on", arguments: Face.allCases)
  func ended(_ face: Face) async throws {
    weak var weakLoop: EventLoop?
    weak var weakCore: LoopCore?
    do {
      let loop = try EventLoop()
      (weakLoop, weakCore) = (loop, loop.core)
      let thread = try SystemThread(name: "test-loop") { loop.run() }
      let told = Events<Told>()
      let listener = try await listenEcho(loop, face) { told.send($0) }
      let peer = try Peer(to: listener.endpoint)
      try peer.send(100)
      _ = try await told.first { if case .received = $0 { true } else { false } }
      await loop.startTimers()
      await loop.stop()
      thread.join()
      withExtendedLifetime(peer) {}
    }
    // Whose job came too late for the loop may still be letting go of it.
    #expect(await eventually { weakLoop == nil })
    #expect(await eventually { weakCore == nil })
  }

  @Test("descriptors are given back, watches before them")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      func open() -> Int {
        var count = 0
        guard let folder = opendir("/proc/self/fd") else { return -1 }
        while readdir(folder) != nil { count += 1 }
        closedir(folder)
        return count
      }
      // The runtime opens some of its own when it likes; a leak would be a thousand.
      let margin = 20
      let before = open()
      try await withLoop { loop in
        let told = Events<Told>()
        let listener = try await listenEcho(loop) { told.send($0) }
        let idle = open()
        for round in 0..<1000 {
          let peer = try Peer(to: listener.endpoint)
          try peer.send(8)
          #expect(try peer.receive(8) == 8)
          if round % 3 == 0 { peer.resetOnClose() }
        }
        try await waitUntil(loop) { $0.closed == 1000 }
        #expect(open() < idle + margin)
        #expect(loop.statistics.accepted == 1000)
      }
      guard open() < before + margin else { exit(1) }
    }
  }

  @Test("sleeps, connects, signals and listeners do not wait for a loop that has ended")
  func waitsEnd() async throws {
    try await withLoop { loop in
      let full = try FullListener()
      let endpoint = full.endpoint
      let sleep = Task { try await loop.sleep(for: .seconds(3600)) }
      let serve = Task { try await loop.serve(on: .tcp("127.0.0.1", port: 0)) { _ in } }
      let connect = Task {
        try await loop.connect(to: endpoint, timeout: .seconds(3600)) { _ in EchoHandler() }
      }
      while await !loop.isWaited(for: 2, 1) { await Task.yield() }
      await loop.stop()
      await #expect(throws: CancellationError.self) { try await sleep.value }
      let error = await #expect(throws: SocketError.self) { try await connect.value }
      #expect(error?.errno == .canceled)
      try await serve.value
      withExtendedLifetime(full) {}
    }
  }

  @Test("what comes after the end is refused, not left waiting")
  func afterTheEnd() async throws {
    try await withLoop { loop in
      await loop.stop()
      await #expect(throws: CancellationError.self) { try await loop.sleep(for: .seconds(9)) }
      for endpoint in [Endpoint.tcp("127.0.0.1", port: 0), .tcp("localhost", port: 0)] {
        let error = await #expect(throws: SocketError.self) {
          try await loop.connect(to: endpoint) { _ in EchoHandler() }
        }
        #expect(error?.reason == "the loop has ended")
        await #expect(throws: SocketError.self) {
          try await loop.listen(on: endpoint) { _ in EchoHandler() }
        }
      }
    }
  }

  @Test("work that comes after the end still runs, in order")
  func workAfterTheEnd() async throws {
    try await withLoop { loop in
      await loop.stop()
      await loop.stop()
      let ran = Events<Int>()
      for number in 0..<100 { loop.execute { _ in ran.send(number) } }
      for number in 0..<100 {
        let next = try await ran.next()
        #expect(next == number)
      }
      let seven = await loop.perform { @Sendable _ in 7 }
      #expect(seven == 7)
      let report = await loop.drain(within: .seconds(10))
      #expect(report == DrainReport())
      await loop.abort()
    }
  }

  @Test("who has cut connections finds their ends in the statistics, with the reason")
  func endsAreCounted() async throws {
    try await withLoop { loop in
      let told = Events<Told>()
      let listener = try await listenEcho(loop) { told.send($0) }
      let peer = try Peer(to: listener.endpoint)
      _ = try await told.next()
      let statistics = await loop.perform { @Sendable loop in
        loop.abort()
        return loop.statistics
      }
      #expect(statistics.active == 0 && statistics.closed == 1 && statistics.aborted == 1)
      withExtendedLifetime(peer) {}
    }
  }

  @Test("stopping in the middle of traffic cuts it, and every handler hears of it once")
  func stopDuringTraffic() async throws {
    let told = Events<Told>()
    try await withLoop { loop in
      let listener = try await listenEcho(loop) { told.send($0) }
      let endpoint = listener.endpoint
      let clients = (0..<8).map { _ in
        Task {
          try await onThread {
            let peer = try Peer(to: endpoint)
            while true {
              try peer.send(1000)
              guard try peer.receive(1000) == 1000 else { return }
            }
          }
        }
      }
      var seen = 0
      while seen < 1000 { if case .received = try await told.next() { seen += 1 } }
      await loop.stop()
      for client in clients { _ = await client.result }
      let statistics = loop.statistics
      #expect(statistics.closed == statistics.accepted)
      #expect(statistics.aborted + statistics.failed == statistics.closed)
    }
  }
}

extension EventLoop {
  /// Whether so many timers run, and so many listeners.
  fileprivate func isWaited(for timers: Int, _ listeners: Int) -> Bool {
    core.timers.count == timers && core.acceptors.count == listeners
  }

  /// Timers whose closures hold the loop, as closures do.
  fileprivate func startTimers() {
    every(.milliseconds(1)) { _ = self.statistics }
    after(.seconds(3600)) { _ = self.statistics }
  }
}
