internal import CLibevent
internal import CLinux
public import Sockets

/// An event loop: one thread, one `epoll(7)` set, and everything that happens on them.
///
/// The loop is an actor whose executor is its own thread. So the compiler checks that what belongs
/// to the loop (connections, handlers, timers) is only used there, `await` brings a caller there,
/// and code that is there runs without a lock.
///
/// ```swift
/// let loop = try EventLoop.spawn(name: "echo")
/// try await loop.serve(on: .tcp("127.0.0.1", port: 5000)) { connection in
///   while let bytes = try await connection.read() {
///     try await connection.write(bytes)
///   }
/// }
/// ```
public actor EventLoop {
  /// What a loop is made with.
  public struct Configuration: Sendable {
    /// The most connections at once; while there are as many, listeners let nobody in, and
    /// newcomers wait in the kernel's queue.
    ///
    /// `nil`: no limit; when descriptors run out, listeners pause.
    public var maximumConnections: Int?

    /// Takes one line per event that an operator should know of.
    ///
    /// Called on the loop's thread.
    public var log: @Sendable (String) -> Void = { _ in }

    package var kernel = Kernel()

    /// The defaults.
    public init() {}
  }

  nonisolated let executor: LoopExecutor
  private nonisolated let counters = LoopCounters()
  private nonisolated let base: OpaqueBase
  /// The loop's state: loop-confined, like everything it hands out.
  ///
  /// `nonisolated(unsafe)` because `run()`, which is the loop's thread by definition, uses it
  /// outside of a job.
  nonisolated(unsafe) let core: LoopCore
  let configuration: Configuration
  var drain: DrainInProgress?
  private let wakeupWatch: WatchBox

  /// The loop's own executor: jobs isolated to this actor run on the loop's thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// Makes a loop that does not run yet: call `run()`, or use `EventLoop.spawn(name:)`.
  ///
  /// - Throws: `SocketError` where descriptors or memory have run out.
  public init(_ configuration: Configuration = Configuration()) throws(SocketError) {
    do {
      base = try OpaqueBase()
      executor = try LoopExecutor()
      core = LoopCore(
        base: base.pointer, kernel: configuration.kernel, counters: counters,
        log: configuration.log)
      // It keeps the base; the alarm, made last, cannot be left behind without one.
      wakeupWatch = try WatchBox(base, executor.wakeup.fd)
      core.alarm = try Alarm(core)
    } catch {
      throw SocketError("make", "an event loop", error)
    }
    self.configuration = configuration
    core.loop = self
    core.executor = .passUnretained(executor)
    executor.loop = self
    core.listenerWakes = { [unowned self] number in
      assumeIsolated { $0.core.acceptors[number]?.backOffIsOver() }
    }
    core.drainTimeUp = { [unowned self] in assumeIsolated { $0.drainTimeIsUp() } }
    core.connectionGone = { [unowned self] in assumeIsolated { $0.connectionHasGone() } }
  }

  deinit {
    // Everything under watch, before the base goes.
    core.alarm?.cancel()
    wakeupWatch.cancel()
    for acceptor in core.acceptors.values { acceptor.stop() }
  }

  /// Makes a loop and a thread of its own that runs it until `stop()`.
  ///
  /// - Parameters:
  ///   - name: the thread's, for `ps -L` and `top -H`; 15 bytes of it are shown.
  ///   - configuration: what the loop is made with.
  /// - Throws: `SocketError` where descriptors, memory or threads have run out.
  public static func spawn(
    name: String = "event-loop", _ configuration: Configuration = Configuration()
  ) throws(SocketError) -> EventLoop {
    let loop = try EventLoop(configuration)
    try SystemThread(name: name) { loop.run() }.detach()
    return loop
  }

  /// Runs the loop on the calling thread until `stop()`.
  ///
  /// Call it once.
  ///
  /// Blocks: in an `async` `main` it would keep the main actor from ever running again; use
  /// `spawn(name:)` there.
  public nonisolated func run() {
    executor.takeOwnership()
    while true {
      core.beginPass()
      var isBusy = executor.runPending()
      if core.endPass() { isBusy = true }
      if core.mustStop { break }
      // A job may have been made ready by the end of the pass.
      // The kernel may keep it waiting: what was the time before is not the time behind it.
      core.beginPass()
      let flags = isBusy || executor.hasLocalJobs ? EVLOOP_ONCE | EVLOOP_NONBLOCK : EVLOOP_ONCE
      let result = event_base_loop(base.pointer, flags)
      precondition(result >= 0, "EventLoop: epoll_wait(2) failed: \(Errno.last)")
    }
    end()
  }

  /// Runs `body` on the loop's thread, soon.
  ///
  /// From any thread, in the order of the calls.
  public nonisolated func execute(_ body: @escaping @Sendable (isolated EventLoop) -> Void) {
    executor.post(.call(body))
  }

  /// Runs `body` on the loop's thread and brings back what it returns.
  public func perform<Result, Failure: Error>(
    _ body: @Sendable (isolated EventLoop) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try body(self)
  }

  /// Uses a connection by its name, if it is still there.
  public func withConnection<Result>(
    _ id: ConnectionID, _ body: (Connection) throws -> Result
  ) rethrows -> Result? {
    guard let connection = core.connections[id] else { return nil }
    return try body(connection)
  }

  /// What the loop has done so far.
  ///
  /// From any thread; costs a dozen loads.
  public nonisolated var statistics: LoopStatistics { counters.snapshot }

  /// Ends the loop: listeners are closed, connections cut, `run()` returns.
  ///
  /// Idempotent.
  ///
  /// To lose nothing, `drain(within:)` first.
  public func stop() {
    core.mustStop = true
    stopListening()
    core.abortAll()
    // Nobody may wait for ever for a loop that has ended, and nothing may keep it alive.
    core.abandonTimers()
    for watch in core.signalWatches.values { watch.cancel() }
    core.signalWatches = [:]
  }

  /// Behind the last pass, on the loop's thread.
  private nonisolated func end() {
    // What the connections' ends have set free (readers that throw, tasks that return) still runs.
    while executor.runPending() || core.endPass() || executor.hasLocalJobs {}
    core.blocks.clear()
    executor.giveUpOwnership()
    executor.close()
  }
}

/// Owns libevent's base.
///
/// `Sendable`: the pointer is only handed on; what is behind it is touched by the loop's thread.
final class OpaqueBase: @unchecked Sendable {
  let pointer: OpaquePointer

  init() throws(Errno) {
    guard let configuration = event_config_new() else { throw .noMemory }
    defer { event_config_free(configuration) }
    // No locks: one thread touches it. No environment: a variable could switch epoll off. No time
    // cache: the loop's timers are its own, so libevent need not read the clock at every pass.
    for flag in [
      EVENT_BASE_FLAG_NOLOCK, EVENT_BASE_FLAG_IGNORE_ENV, EVENT_BASE_FLAG_NO_CACHE_TIME,
    ] { event_config_set_flag(configuration, Int32(flag.rawValue)) }
    event_config_require_features(configuration, Int32(EV_FEATURE_O1.rawValue))
    guard let base = event_base_new_with_config(configuration) else { throw .last }
    pointer = base
  }

  deinit { event_base_free(pointer) }
}

/// The watch over the executor's eventfd.
///
/// Edge-triggered: every write is an edge of its own, so nobody has to read the count back, which
/// saves a system call a wake-up. `Sendable`: made and freed by the loop's owner.
final class WatchBox: @unchecked Sendable {
  private let wakeup: UnsafeMutablePointer<event>
  private let base: OpaqueBase

  init(_ base: OpaqueBase, _ fd: Int32) throws(Errno) {
    self.base = base
    wakeup = .allocate(capacity: 1)
    event_assign(wakeup, base.pointer, fd, Int16(EV_READ | EV_PERSIST | EV_ET), { _, _, _ in }, nil)
    guard event_add(wakeup, nil) == 0 else { throw .last }
  }

  deinit {
    cancel()
    wakeup.deallocate()
  }

  /// Ends the watch; to be called before the descriptor is closed.
  ///
  /// Idempotent.
  func cancel() { event_del(wakeup) }
}
