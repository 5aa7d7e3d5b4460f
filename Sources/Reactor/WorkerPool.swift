internal import CLinux
public import Sockets

/// A fixed number of threads for what would keep a loop from its sockets: computing, and calls
/// that block.
///
/// Its queue is bounded. A full queue never blocks the caller and never grows: `submit` says no,
/// and `whenRoom` tells when to come again. It is a task executor too, so that
/// `await pool.run { … }` leaves the loop and comes back in one line. Any thread may use it.
public final class WorkerPool: TaskExecutor, Sendable {
  /// What a pool is made with.
  public struct Configuration: Sendable {
    /// Threads; at least 1.
    ///
    /// As many as there are processors.
    public var workers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// The most pieces of work that wait at once; at least 1.
    ///
    /// 1,024.
    public var queueLimit = 1024

    /// The scheduling priority of the threads: 0 is a loop's, 19 the lowest (`nice(2)`).
    ///
    /// 5, so that on a busy machine the loop's short turns come before the workers' long ones.
    public var niceness: Int32 = 5

    /// The threads' name, for `ps -L` and `top -H`.
    public var name = "worker"

    /// The defaults.
    public init() {}
  }

  /// How a pool is doing.
  public struct Statistics: Hashable, Sendable {
    /// Pieces of work that wait.
    public var queued = 0
    /// The most that have waited at once.
    public var mostQueued = 0
    /// Pieces of work done.
    public var done = 0
    /// Times `submit` has said no.
    public var refused = 0

    /// Nothing done yet.
    public init() {}
  }

  private let crew: Crew
  private let threads: Locked<[SystemThread]>
  private let workers: Int

  /// Starts the threads.
  ///
  /// - Throws: `SocketError` where the machine has no room for them.
  public init(_ configuration: Configuration = Configuration()) throws(SocketError) {
    precondition(configuration.workers >= 1, "WorkerPool: no workers")
    precondition(configuration.queueLimit >= 1, "WorkerPool: no room in the queue")
    crew = Crew(queueLimit: configuration.queueLimit)
    workers = configuration.workers
    threads = Locked([])
    let crew = self.crew
    // A job keeps the executor alive that it prefers.
    let executor = asUnownedTaskExecutor()
    for number in 0..<configuration.workers {
      let thread: SystemThread
      do {
        thread = try SystemThread(
          name: "\(configuration.name)-\(number)", niceness: configuration.niceness
        ) { crew.work(executor) }
      } catch {
        stop()
        throw error
      }
      threads.withLock { $0.append(thread) }
    }
  }

  deinit { stop() }

  /// Puts work into the queue, if there is room.
  ///
  /// - Parameter work: runs on one of the threads; it brings its result home itself, for instance
  ///   with `EventLoop.execute`.
  /// - Returns: `false` if the queue is full or the pool has stopped; `work` will not run.
  public func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isAccepted = crew.state.withLock { state in
      guard !state.isStopped, state.queue.count < crew.queueLimit else {
        state.statistics.refused += 1
        return false
      }
      state.queue.append(.call(work))
      state.statistics.mostQueued = max(state.statistics.mostQueued, state.queue.count)
      return true
    }
    if isAccepted { crew.available.signal() }
    return isAccepted
  }

  /// Calls back, once, when the queue has room: at once if it has some now, else from a worker's
  /// thread, in the order in which the callers came, one per place that falls free.
  public func whenRoom(_ call: @escaping @Sendable () -> Void) {
    let hasRoom = crew.state.withLock { state in
      if state.isStopped || state.queue.count < crew.queueLimit { return true }
      state.waiters.append(call)
      return false
    }
    if hasRoom { call() }
  }

  /// Runs `body` on one of the threads and comes back with what it returns.
  ///
  /// Waits for room.
  public nonisolated(nonsending) func run<Result: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let caller: (any Actor)? = #isolation
    if let loop = caller as? EventLoop { return try await loop.run(body, on: self) }
    let outcome = await withUnsafeContinuation {
      (continuation: UnsafeContinuation<Swift.Result<Result, Failure>, Never>) in
      submitWhenRoom { continuation.resume(returning: Swift.Result(catching: body)) }
    }
    return try outcome.get()
  }

  /// Puts work into the queue as soon as there is room: at once, or later from a worker's thread.
  ///
  /// For callers that wait for the result and so bound themselves how much they ask for.
  public func submitWhenRoom(_ work: @escaping @Sendable () -> Void) {
    if submit(work) { return }
    // After the end there are no threads: the caller's own, rather than a wait for ever.
    if crew.state.withLock({ $0.isStopped }) { return work() }
    whenRoom { [self] in submitWhenRoom(work) }
  }

  /// Takes a job of the Swift runtime.
  ///
  /// Not bounded: the tasks exist already.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isStopped = crew.state.withLock { state in
      if !state.isStopped { state.queue.append(.job(job)) }
      return state.isStopped
    }
    if isStopped {
      job.runSynchronously(on: asUnownedTaskExecutor())
    } else {
      crew.available.signal()
    }
  }

  /// How it is doing.
  public var statistics: Statistics {
    crew.state.withLock { state in
      var statistics = state.statistics
      statistics.queued = state.queue.count
      return statistics
    }
  }

  /// Does what is queued, then ends the threads and waits for them.
  ///
  /// Idempotent. Not from one of its own threads.
  public func stop() {
    let isFirst = crew.state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard isFirst else { return }
    for _ in 0..<workers {
      crew.state.withLock { $0.queue.append(.end) }
      crew.available.signal()
    }
    for thread in threads.withLock({ $0 }) {
      // Whoever lets go of the pool last may be one of its own.
      if thread.isCurrent { thread.detach() } else { thread.join() }
    }
    while let waiter = crew.state.withLock({ $0.waiters.popFirst() }) { waiter() }
  }
}

/// What the threads share.
///
/// They do not hold the pool: it ends when nobody else does.
private final class Crew: Sendable {
  enum Work {
    case call(@Sendable () -> Void)
    case job(UnownedJob)
    case end
  }

  struct State {
    var queue = Ring<Work>()
    var waiters = Ring<@Sendable () -> Void>()
    var statistics = WorkerPool.Statistics()
    var isStopped = false
  }

  let state = Locked(State())
  /// Counts what is in the queue; an idle thread sleeps on it.
  let available = Semaphore()
  let queueLimit: Int

  init(queueLimit: Int) { self.queueLimit = queueLimit }

  /// One caller per place that falls free; and when the queue has run empty one after the other
  /// until it is not, because those called before may have come to nothing and free no place.
  private func callWaiters() {
    while true {
      let (waiter, isEmpty) = state.withLock { state in
        let hasRoom = state.queue.count < queueLimit
        return (hasRoom ? state.waiters.popFirst() : nil, state.queue.count == 0)
      }
      guard let waiter else { return }
      waiter()
      guard isEmpty else { return }
    }
  }

  /// A thread's life.
  func work(_ executor: UnownedTaskExecutor) {
    while true {
      available.wait()
      let work = state.withLock { $0.queue.popFirst() }
      callWaiters()
      switch work {
      case .call(let call): call()
      case .job(let job): job.runSynchronously(on: executor)
      case .end, nil: return
      }
      state.withLock { $0.statistics.done += 1 }
    }
  }
}

extension EventLoop {
  /// Runs `body` on a pool's thread and comes back straight to this loop's.
  fileprivate func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value, on pool: WorkerPool
  ) async throws(Failure) -> Value {
    let outcome = Handover<Value, Failure>()
    await wait { resume in
      pool.submitWhenRoom {
        outcome.set(Result(catching: body))
        resume()
      }
    }
    guard let result = outcome.take() else { fatalError("WorkerPool: nothing came back") }
    return try result.get()
  }
}
