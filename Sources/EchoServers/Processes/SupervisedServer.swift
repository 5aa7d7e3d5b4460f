internal import CLinux
internal import Glibc
internal import Reactor
internal import Sockets

/// The side of a server of processes that lives in the program which started it: it knows the
/// counters, which are shared, and the channel to the supervisor, and nothing else.
final class SupervisedServer: Sendable {
  /// Where it listens, in the order of the configuration.
  let endpoints: [Endpoint]
  private let context: BlockingContext
  private let channel: ControlChannel
  private let supervisor: Int32
  /// Removed here too: a supervisor that was killed has not done it.
  private let files: [SocketFile]
  private let state = Locked(State())

  private struct State {
    /// Those who drain at the same time, and what they are all told.
    var draining = 0
    var report: DrainReport?
    /// How the supervisor has ended, and how many clients it has left to nobody.
    var end: ProcessEnd?
    var lost = 0
    /// Those who wait for its end, and will say so.
    var watchers = 0
    var isStopping = false
    /// Told of a report, or of the supervisor's end.
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  /// Opens the listeners and forks the supervisor.
  ///
  /// - Parameter fleet: makes what the supervisor keeps, in its process.
  /// - Throws: `SocketError` where a listener cannot be opened, or this process has more than one
  ///   thread.
  static func start(
    _ configuration: EchoServerConfiguration, limit: Int,
    fleet: ([OpenListener], BlockingContext) throws(SocketError) -> some ProcessFleet
  ) throws(SocketError) -> SupervisedServer {
    guard ProcessThreads.isAlone else {
      throw SocketError(
        "start", "a server of processes",
        reason: "this process has \(ProcessThreads.count) threads, and fork(2) is safe with one",
        hint: "start it before any thread or task, for instance in EventLoop.run")
    }
    let context = try BlockingContext(configuration, limit: limit)
    let listeners = try OpenListener.open(configuration)
    InterruptSignal.install()
    do {
      let (here, there) = try ControlChannel.pair()
      // Written here, so that no child inherits them.
      fflush(nil)
      let pid = try Forking.child(
        "supervisor", keeping: listeners.map(\.fd) + [there.fd], orphan: .tidiesUp
      ) {
        detach()
        do {
          let fleet = try fleet(listeners, context)
          var supervisor = Supervisor(there, listeners, context, fleet)
          return supervisor.run()
        } catch {
          context.log("\(error)")
          return 1
        }
      }
      let server = SupervisedServer(listeners, context, here, pid)
      do {
        try SystemThread(name: "control") { server.listen() }.detach()
      } catch {
        here.send(.stop)
        server.reap()
        throw error
      }
      return server
    } catch let error as Errno {
      for listener in listeners { listener.removeFile() }
      throw SocketError("start", "a server of processes", error)
    } catch let error as SocketError {
      throw error
    } catch {
      throw SocketError("start", "a server of processes", reason: "\(error)")
    }
  }

  private init(
    _ listeners: [OpenListener], _ context: BlockingContext, _ channel: ControlChannel,
    _ supervisor: Int32
  ) {
    endpoints = listeners.map(\.endpoint)
    files = listeners.compactMap(\.file)
    self.context = context
    self.channel = channel
    self.supervisor = supervisor
  }

  /// In the supervisor: out of reach of a terminal's Ctrl-C, which is for the program alone, and
  /// without its input and output.
  private static func detach() {
    setpgid(0, 0)
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { return }
    dup2(null, 0)
    dup2(null, 1)
    close(null)
  }

  var statistics: EchoStatistics { context.counters.statistics }

  /// The thread that hears from the supervisor; it ends with it.
  private func listen() {
    while let message = channel.receive() {
      guard case .drained(let report) = message else { continue }
      // The first answers all who drain: who joined late may have one of his own under way.
      tell { if $0.report == nil { $0.report = report } }
    }
    let end = reap()
    let lost = countLost()
    let isNews = state.withLock { !$0.isStopping && $0.watchers == 0 }
    if isNews { context.log("\(Self.failure(end))") }
    tell {
      $0.end = end
      $0.lost = lost
    }
  }

  private static func failure(_ end: ProcessEnd) -> SocketError {
    SocketError("serve", "any more", reason: "the supervisor \(end.reason)")
  }

  /// Waits for the end of the supervisor, and sees to what it may have left behind.
  @discardableResult
  private func reap() -> ProcessEnd {
    var status: Int32 = 0
    while waitpid(supervisor, &status, 0) < 0, Errno.last == .interrupted {}
    for file in files { file.remove() }
    return ProcessEnd(pid: supervisor, status: status)
  }

  /// A supervisor that was killed takes all of its children along, and has counted nobody's end.
  private func countLost() -> Int {
    let lost = max(0, context.counters.active)
    for _ in 0..<lost { context.counters.count(.aborted) }
    return lost
  }

  private func tell(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      let waiting = state.waiting
      state.waiting = []
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Suspends until there is news, if `isMissing` still holds.
  private func wait(while isMissing: @Sendable (State) -> Bool) async {
    while state.withLock({ isMissing($0) }) {
      await withUnsafeContinuation { continuation in
        let isWaiting = state.withLock { state in
          guard isMissing(state) else { return false }
          state.waiting.append(continuation)
          return true
        }
        if !isWaiting { continuation.resume() }
      }
    }
  }

  func drain(within limit: Duration) async -> DrainReport {
    state.withLock { state in
      if state.draining == 0 { state.report = nil }
      state.draining += 1
    }
    channel.send(.drain(limit.nanosecondsClamped))
    await wait { $0.report == nil && $0.end == nil }
    return state.withLock { state in
      state.draining -= 1
      return state.report ?? DrainReport(cut: state.lost)
    }
  }

  func stop() async {
    state.withLock { $0.isStopping = true }
    channel.send(.stop)
    await wait { $0.end == nil }
  }

  /// Suspends until the supervisor has ended without being told to; `nil` if the task is cancelled
  /// before.
  func waitUntilFailed() async -> SocketError? {
    let isCancelled = Locked(false)
    state.withLock { $0.watchers += 1 }
    await withTaskCancellationHandler {
      await wait { $0.end == nil && !isCancelled.withLock { $0 } }
    } onCancel: {
      isCancelled.withLock { $0 = true }
      tell { _ in }
    }
    return state.withLock { state in
      state.watchers -= 1
      return state.isStopping ? nil : state.end.map(Self.failure)
    }
  }
}
