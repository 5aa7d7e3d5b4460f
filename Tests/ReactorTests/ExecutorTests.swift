import CLinux
import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Reactor

@Suite("Work that is brought to the loop", .timeLimit(.minutes(10)))
struct ExecutorTests {
  /// What ran, in order; the loop's alone.
  private final class Record: @unchecked Sendable {
    var last = [Int](repeating: -1, count: 8)
    var isOrdered = true
    var total = 0
  }

  private final class Counter: Sendable {
    let ran = Atomic<Int>(0)
  }

  @Test("from eight threads at once: nothing is lost, each thread's order is kept")
  func manyThreads() async throws {
    try await withLoop { loop in
      let record = Record()
      let threads = try (0..<8).map { thread in
        try SystemThread(name: "poster") {
          for number in 0..<10_000 {
            loop.execute { _ in
              if record.last[thread] != number - 1 { record.isOrdered = false }
              record.last[thread] = number
              record.total += 1
            }
          }
        }
      }
      for thread in threads { thread.join() }
      let (total, isOrdered) = await loop.perform { @Sendable _ in (record.total, record.isOrdered)
      }
      #expect(total == 80_000)
      #expect(isOrdered)
    }
  }

  @Test("posting while the loop ends: whatever was posted runs, before or after the end")
  func postingDuringStop() async throws {
    for _ in 0..<20 {
      let counter = Counter()
      try await withLoop { loop in
        async let posted: Void = onThread {
          for _ in 0..<500 { loop.execute { _ in counter.ran.add(1, ordering: .relaxed) } }
        }
        await loop.stop()
        try await posted
        // Behind everything that was posted.
        await loop.perform { @Sendable _ in }
      }
      #expect(counter.ran.load(ordering: .relaxed) == 500)
    }
  }

  @Test("jobs that keep producing jobs do not keep the sockets waiting")
  func fairness() async throws {
    try await withLoop { loop in
      let busy = Task(executorPreference: loop.executor) {
        while !Task.isCancelled { await Task.yield() }
      }
      let peer = try Peer(to: try await listenEcho(loop).endpoint)
      try peer.send(1_000)
      #expect(try await onThread { try peer.receive(1_000) } == 1_000)
      busy.cancel()
      await busy.value
    }
  }

  @Test("straight-line code runs on the loop's thread, before and behind every wait")
  func onTheLoop() async throws {
    try await withLoop { loop in
      let pool = try WorkerPool()
      defer { pool.stop() }
      let loopThread = await loop.perform { @Sendable _ in UInt(pthread_self()) }
      let threads = Events<UInt>()
      let here = { @Sendable in threads.send(UInt(pthread_self())) }
      let endpoint = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
        here()
        while let bytes = try await connection.read() {
          here()
          try await connection.write(bytes)
          here()
          let elsewhere = await pool.run { UInt(pthread_self()) }
          #expect(elsewhere != loopThread)
          here()
          try await loop.sleep(for: .milliseconds(1))
          here()
        }
        here()
      }.endpoint
      let peer = try Peer(to: endpoint)
      try peer.send(1)
      #expect(try await onThread { try peer.receive(1) } == 1)
      peer.finish()
      for _ in 0..<6 { #expect(try await threads.next() == loopThread) }
    }
  }

  @Test("what belongs to the loop traps on another thread")
  func isolation() async {
    await #expect(processExitsWith: .failure) {
      let abort = { (loop: EventLoop) in loop.assumeIsolated { $0.abort() } }
      abort(try EventLoop.spawn())
    }
  }
}
