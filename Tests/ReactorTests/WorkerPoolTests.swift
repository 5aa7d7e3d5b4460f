import CLinux
import Sockets
import Synchronization
import Testing

@testable import Reactor

@Suite("WorkerPool", .timeLimit(.minutes(10)))
struct WorkerPoolTests {
  /// A pool whose one worker is kept busy until it is told.
  private final class BlockedPool: Sendable {
    let pool: WorkerPool
    private let gate = Semaphore()

    init(limit: Int) throws {
      var configuration = WorkerPool.Configuration()
      configuration.workers = 1
      configuration.queueLimit = limit
      pool = try WorkerPool(configuration)
      let isBusy = Semaphore()
      let gate = self.gate
      #expect(
        pool.submit {
          isBusy.signal()
          gate.wait()
        })
      isBusy.wait()
    }

    func release() { gate.signal() }
  }

  @Test("a full queue refuses, counts, and does not grow")
  func refuses() throws {
    let blocked = try BlockedPool(limit: 3)
    for _ in 0..<3 { #expect(blocked.pool.submit {}) }
    for _ in 0..<2 { #expect(!blocked.pool.submit {}) }
    #expect(blocked.pool.statistics.queued == 3)
    #expect(blocked.pool.statistics.mostQueued == 3)
    #expect(blocked.pool.statistics.refused == 2)
    blocked.release()
    blocked.pool.stop()
    #expect(blocked.pool.statistics.done == 4)
    #expect(!blocked.pool.submit {}, "it has stopped")
  }

  @Test("those who wait for room are called in their order, each once")
  func whenRoom() async throws {
    let blocked = try BlockedPool(limit: 2)
    let pool = blocked.pool
    let called = Events<Int>()
    for _ in 0..<2 { #expect(pool.submit {}) }
    for number in 0..<10 {
      pool.whenRoom {
        #expect(pool.submit { called.send(number) })
      }
    }
    blocked.release()
    for number in 0..<10 { #expect(try await called.next() == number) }
    pool.whenRoom { called.send(99) }
    #expect(try await called.next() == 99, "there is room now")
    pool.stop()
  }

  @Test("one who does not come after all does not keep the others waiting")
  func deadWaiter() async throws {
    let blocked = try BlockedPool(limit: 1)
    let called = Events<Int>()
    #expect(blocked.pool.submit {})
    for number in 0..<5 { blocked.pool.whenRoom { called.send(number) } }
    blocked.release()
    for number in 0..<5 { #expect(try await called.next() == number) }
    blocked.pool.stop()
  }

  @Test("`run` brings back what is returned and what is thrown, a full queue or not")
  func run() async throws {
    struct Mistake: Error {}
    var configuration = WorkerPool.Configuration()
    configuration.workers = 2
    configuration.queueLimit = 1
    let pool = try WorkerPool(configuration)
    await withTaskGroup(of: Int.self) { group in
      for number in 0..<200 { group.addTask { await pool.run { number } } }
      var sum = 0
      for await number in group { sum += number }
      #expect(sum == 199 * 100)
    }
    await #expect(throws: Mistake.self) {
      try await pool.run { () throws(Mistake) -> Int in throw Mistake() }
    }
    #expect(pool.statistics.mostQueued == 1)
    pool.stop()
    #expect(await pool.run { 7 } == 7, "after the end it runs on the caller's thread")
  }

  @Test("stop finishes what is queued, and is idempotent")
  func stop() throws {
    let done = Counter()
    let pool = try WorkerPool()
    for _ in 0..<500 { #expect(pool.submit { done.count.add(1, ordering: .relaxed) }) }
    pool.stop()
    pool.stop()
    #expect(done.count.load(ordering: .relaxed) == 500)
  }

  private final class Counter: Sendable { let count = Atomic<Int>(0) }

  @Test("a pool that is let go of ends its threads")
  func letGo() async throws {
    weak var pool: WorkerPool?
    let ended = Events<Void>()
    do {
      final class Token: Sendable {
        let ended: Events<Void>
        init(_ ended: Events<Void>) { self.ended = ended }
        deinit { ended.send(()) }
      }
      let kept = try WorkerPool()
      pool = kept
      let token = Token(ended)
      #expect(kept.submit { withExtendedLifetime(token) {} })
    }
    try await ended.next()
    #expect(pool == nil)
  }

  @Test("a pool that is let go of by its own worker does not wait for itself")
  func letGoByWorker() async throws {
    final class Holder: Sendable { let pool = Locked<WorkerPool?>(nil) }
    let holder = Holder()
    let gone = Events<Void>()
    let gate = Semaphore()
    do {
      let pool = try WorkerPool()
      holder.pool.withLock { $0 = pool }
      #expect(
        pool.submit {
          gate.wait()
          holder.pool.withLock { $0 = nil }
          gone.send(())
        })
    }
    gate.signal()
    try await gone.next()
  }

  @Test("its threads have the niceness that was asked for")
  func niceness() async throws {
    var configuration = WorkerPool.Configuration()
    configuration.niceness = 7
    let pool = try WorkerPool(configuration)
    let nice = await pool.run { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
    #expect(nice == 7)
    pool.stop()
  }

  @Test("as a task executor it runs a task, which comes back to the loop's thread")
  func taskExecutor() async throws {
    try await withLoop { loop in
      let pool = try WorkerPool()
      let loopThread = await loop.perform { @Sendable _ in UInt(pthread_self()) }
      let (before, there, after) = await loop.visit(pool)
      #expect(before == loopThread)
      #expect(there != loopThread)
      #expect(after == loopThread)
      pool.stop()
    }
  }
}

extension EventLoop {
  fileprivate func visit(_ pool: WorkerPool) async -> (UInt, UInt, UInt) {
    let before = UInt(pthread_self())
    let there = await withTaskExecutorPreference(pool) { await Self.thread() }
    return (before, there, UInt(pthread_self()))
  }

  @concurrent private static func thread() async -> UInt { UInt(pthread_self()) }
}
