internal import Reactor
internal import Sockets
internal import Synchronization

/// What the two models of threads share: the listeners, the clients, how it all ends.
final class ThreadedServer: Sendable {
  let context: BlockingContext
  let clients: ClientTable
  /// Where it listens, in the order of the configuration.
  let endpoints: [Endpoint]
  private let open: Locked<[OpenListener]>
  /// Whether threads that accept also serve, and so may be at work when all clients are cut.
  private let acceptorsServe: Bool
  /// Readable once the server drains: wakes whoever waits for newcomers.
  let stopping: Wakeup
  /// Threads that live, and among them those that accept.
  private let threads = Atomic<Int>(0)
  private let accepting = Atomic<Int>(0)
  private let stackBytes: Int
  /// What a session, its transforms and the log need, with some to spare.
  ///
  /// A stack that is too small ends the process, and so is no user's to ask for.
  private static let leastStackBytes = 32 * 1024
  private let drainState = Locked(DrainState())
  /// How often those are reminded of a drain who were not asleep when they were interrupted, and
  /// how soon its end is seen.
  private static let tick: Duration = .milliseconds(10)

  private struct DrainState {
    /// Those who drain at the same time; what is reported is theirs together.
    var callers = 0
    var before = DrainMark(closed: 0, lost: 0)
    var report: DrainReport?
  }

  init(
    _ configuration: EchoServerConfiguration, limit: Int, acceptorsServe: Bool
  ) throws(SocketError) {
    self.acceptorsServe = acceptorsServe
    InterruptSignal.install()
    context = try BlockingContext(configuration, limit: limit)
    clients = try ClientTable(context)
    stackBytes = max(configuration.stackBytes, Self.leastStackBytes)
    do { stopping = try Wakeup() } catch { throw SocketError("make", "a server", error) }
    let listeners = try OpenListener.open(configuration)
    endpoints = listeners.map(\.endpoint)
    open = Locked(listeners)
  }

  /// The listening sockets; none once the server has stopped.
  var listeners: [OpenListener] { open.withLock { $0 } }

  var statistics: EchoStatistics { context.counters.statistics }

  /// Starts a thread that accepts.
  func startAccepting(
    _ name: String, _ body: @escaping @Sendable () -> Void
  ) throws(SocketError) {
    accepting.add(1, ordering: .acquiringAndReleasing)
    do {
      try startThread(name, acceptorsServe ? stackBytes : 0) { [self] in
        body()
        accepting.subtract(1, ordering: .acquiringAndReleasing)
        clients.left.call()
      }
    } catch {
      accepting.subtract(1, ordering: .acquiringAndReleasing)
      throw error
    }
  }

  /// Starts a thread that serves.
  func startServing(_ body: @escaping @Sendable () -> Void) throws(SocketError) {
    try startThread("client", stackBytes, body)
  }

  private func startThread(
    _ name: String, _ stackBytes: Int, _ body: @escaping @Sendable () -> Void
  ) throws(SocketError) {
    threads.add(1, ordering: .acquiringAndReleasing)
    do {
      try SystemThread(name: name, stackBytes: stackBytes) { [self] in
        body()
        threads.subtract(1, ordering: .acquiringAndReleasing)
      }.detach()
    } catch {
      threads.subtract(1, ordering: .acquiringAndReleasing)
      throw error
    }
  }

  /// Serves one client on the calling thread, from its first byte to its last.
  func serve(_ client: ClientAcceptor.Newcomer, _ entry: (number: UInt64, slot: ClientSlot)) {
    clients.serve(entry.number)
    let reason = BlockingConversation.hold(
      client.socket.rawValue, client.service, entry.slot, context)
    clients.leave(entry.number, reason)
  }

  // MARK: The end

  func drain(within limit: Duration) async -> DrainReport {
    await SystemThread.run(name: "drain") { self.drainNow(limit) }
  }

  private func drainNow(_ limit: Duration) -> DrainReport {
    let deadline = MonotonicClock.nanoseconds &+ limit.nanosecondsClamped
    let counters = context.counters
    clients.watch(true)
    drainState.withLock { state in
      if state.callers == 0 {
        state.before = counters.drainMark
        state.report = nil
        if acceptorsServe {
          ExclusiveAccept.beginDrain(listeners, context)
        } else {
          counters.raise(.isDraining)
        }
      }
      state.callers += 1
    }
    stopping.call()
    while isAtWork {
      if MonotonicClock.nanoseconds >= deadline { cut() }
      clients.interruptAll()
      if acceptorsServe { ExclusiveAccept.refuseNewcomers(listeners, context) }
      var poll = PollSet()
      poll.add(clients.left.fd)
      poll.wait(Self.tick.nanosecondsClamped)
      clients.left.clear()
    }
    // Who came when nobody was left to accept.
    for listener in listeners { listener.refuse() }
    return drainState.withLock { state in
      state.callers -= 1
      if let report = state.report { return report }
      let report = counters.report(since: state.before)
      state.report = report
      return report
    }
  }

  /// Whether clients are being served or accepted.
  ///
  /// Work for those who were cut does not count.
  private var isAtWork: Bool {
    let stragglers = acceptorsServe ? clients.stragglers : 0
    return clients.count > 0 || accepting.load(ordering: .acquiring) > stragglers
  }

  /// Nothing is to be finished any more.
  private func cut() {
    context.counters.raise(.isCut)
    clients.cutAll()
  }

  func stop() async {
    await SystemThread.run(name: "stop") { [self] in
      context.counters.raise(.isCut)
      _ = drainNow(.zero)
      // Work for those who were cut may take its time; nobody is told that it ends.
      while threads.load(ordering: .acquiring) > 0 {
        var poll = PollSet()
        poll.wait(Self.tick.nanosecondsClamped)
      }
      open.withLock { $0 = [] }
    }
  }
}
