import CLinux
import Glibc
import Reactor
import Sockets
import Stress

/// What surrounds a load while it runs: the live view, the keys, the signals.
final class LoadWatch: Sendable {
  private let interruption: Interruption
  private let display: Locked<LiveDisplay?>
  private let cleanup: Locked<SignalCleanup?>
  private let output: ReportOutput

  /// Begins to show, unless nobody wants to see it.
  ///
  /// Call it before other threads are started, and `close()` on the same thread.
  init(_ plan: StressPlan, _ options: StressOptions, _ console: Console, _ output: ReportOutput) {
    let interruption = Interruption()
    self.interruption = interruption
    self.output = output
    var display: LiveDisplay?
    if !options.quiet {
      let takesKeys = Self.mayTakeKeys(console)
      let view = LiveView(
        title: plan.endpoints.map { "\($0)" }.joined(separator: ", "),
        connections: plan.connections, messages: plan.messages,
        hint: (takesKeys ? "q or Ctrl-C" : "Ctrl-C") + " ends the load and reports; twice aborts")
      display = LiveDisplay(
        view, console, takesKeys: takesKeys, leave: { output.discard() },
        quit: {
          let answer = interruption.again()
          if case .abort = answer { output.discard() }
          return answer
        })
    }
    // Of two that read the same signals each would miss some.
    cleanup = Locked(display == nil ? SignalCleanup { output.discard() } : nil)
    self.display = Locked(display)
  }

  /// Shows how the load is doing; never waits.
  ///
  /// - Parameter rate: what is being tried, in a search.
  func show(_ progress: StressProgress, trying rate: Double? = nil) {
    display.withLock { $0?.show(progress, trying: rate) }
  }

  /// Takes the view away, and listens no more; once is enough.
  func close() {
    let display = display.withLock { display in
      defer { display = nil }
      return display
    }
    display?.close()
    let cleanup = cleanup.withLock { cleanup in
      defer { cleanup = nil }
      return cleanup
    }
    cleanup?.close()
  }

  /// Runs a load that a key, Ctrl-C or SIGTERM ends before its time.
  ///
  /// - Throws: why there could be no load, as the user is to read it.
  func whileWatching<Report: Sendable>(
    on loop: EventLoop, _ body: @escaping @Sendable () async throws(StressError) -> Report
  ) async throws(CommandError) -> Report {
    do throws(StressError) {
      return try await watch(loop, body)
    } catch {
      throw Self.commandError(error)
    }
  }

  private func watch<Report: Sendable>(
    _ loop: EventLoop, _ body: @escaping @Sendable () async throws(StressError) -> Report
  ) async throws(StressError) -> Report {
    let signals: AsyncStream<Signal>
    do throws(SocketError) {
      signals = try loop.signals(.interrupt, .terminate)
    } catch {
      throw .cannotStart(error)
    }
    let load = Task(executorPreference: loop.taskExecutor) {
      () async -> Result<Report, StressError> in
      do throws(StressError) {
        return .success(try await body())
      } catch {
        return .failure(error)
      }
    }
    interruption.whenWanted { load.cancel() }
    let listener = Task(executorPreference: loop.taskExecutor) { [self] in
      for await signal in signals {
        guard case .abort = interruption.again() else { continue }
        output.discard()
        close()
        // As a shell reports a process that the signal has ended.
        _exit(128 + signal.rawValue)
      }
    }
    let outcome = await load.value
    listener.cancel()
    return try outcome.get()
  }

  private static func commandError(_ error: StressError) -> CommandError {
    switch error {
    case .impossiblePlan(let reason): .usage(reason)
    case .tooFewDescriptors:
      .unavailable("\(error)", hint: "raise the limit with ulimit -n, or use fewer connections")
    case .tooFewPorts:
      .unavailable(
        "\(error)",
        hint: "load several addresses of the server, or widen net.ipv4.ip_local_port_range")
    case .cannotConnect(let error) where error.errno == nil || error.operation == "resolve":
      .unavailable("\(error)", hint: "is the name spelt right?")
    case .cannotConnect: .unavailable("\(error)", hint: "is the server running there?")
    case .cannotStart: .unavailable("\(error)")
    }
  }

  /// Whether keys may be listened to: who pages through what is piped from here (`| less`) reads
  /// them too.
  private static func mayTakeKeys(_ console: Console) -> Bool {
    var status = stat()
    let isPiped = fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    return console.errorTerminal.isRich && isatty(STDIN_FILENO) == 1 && !isPiped
  }
}
