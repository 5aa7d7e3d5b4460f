import EchoProtocol
import Glibc
import Reactor
import Stress

/// `swiftlet stress`: runs the load, shows how it is doing, reports.
struct StressCommand {
  let options: StressOptions
  let console: Console

  func run() throws(CommandError) -> ExitStatus {
    let plan = try plan()
    return try runOnLoop { (loop) throws(CommandError) in
      let progress = ProgressLine(plan, console, isWanted: !options.quiet && !options.json)
      let report: StressReport
      do throws(StressError) {
        report = try await loadUntilInterrupted(plan, progress, loop)
      } catch {
        throw Self.commandError(error)
      }
      progress.clear()
      if options.json {
        console.output(try JSONReport(schema: 1, body: StressJSON(report)).line())
      } else {
        console.output(StressTable.text(report, plan, console.outputTerminal))
      }
      // Nothing measured is no good news, unless that is what the user asked for.
      let hasMeasured = report.messages > 0 || report.endedEarly
      return report.isClean && hasMeasured ? .well : .refused
    }
  }

  /// Ctrl-C once ends the load early and still reports; twice ends the process.
  private func loadUntilInterrupted(
    _ plan: StressPlan, _ progress: ProgressLine, _ loop: EventLoop
  ) async throws(StressError) -> StressReport {
    let signals: AsyncStream<Signal>
    do throws(SocketError) {
      signals = try loop.signals(.interrupt, .terminate)
    } catch {
      throw .cannotStart(error)
    }
    let load = Task(executorPreference: loop.taskExecutor) {
      () async -> Result<StressReport, StressError> in
      do throws(StressError) {
        return .success(try await LoadGenerator(plan).run(on: loop) { progress.show($0) })
      } catch {
        return .failure(error)
      }
    }
    let interrupts = Task(executorPreference: loop.taskExecutor) {
      var isCancelled = false
      for await signal in signals {
        // As a shell reports a process that the signal has ended.
        if isCancelled { exit(128 + signal.rawValue) }
        isCancelled = true
        load.cancel()
      }
    }
    let outcome = await load.value
    interrupts.cancel()
    return try outcome.get()
  }

  private func plan() throws(CommandError) -> StressPlan {
    do {
      let echo = try EchoConfiguration(
        framing: Framing(parsing: options.framing),
        chain: TransformChain(parsing: options.transform),
        maximumFrameBytes: max(options.size, EchoConfiguration.defaultMaximumFrameBytes))
      var plan = StressPlan(try Endpoint(parsing: options.endpoint), echo: echo)
      plan.connections = options.connections
      plan.sizes = .fixed(options.size)
      plan.pipeline = options.pipeline
      plan.duration = options.duration
      plan.warmup = options.warmup
      plan.seed = options.seed
      plan.replyTimeout = options.timeout
      plan.connectTimeout = options.connectTimeout
      return plan
    } catch {
      throw .usage(describing: error)
    }
  }

  private static func commandError(_ error: StressError) -> CommandError {
    switch error {
    case .impossiblePlan(let reason): .usage(reason)
    case .tooFewDescriptors:
      .unavailable("\(error)", hint: "raise the limit with ulimit -n, or use fewer connections")
    case .tooFewPorts:
      .unavailable(
        "\(error)", hint: "load several addresses, or widen net.ipv4.ip_local_port_range")
    case .cannotConnect(let error) where error.errno == nil || error.operation == "resolve":
      .unavailable("\(error)", hint: "is the name spelt right?")
    case .cannotConnect: .unavailable("\(error)", hint: "is the server running there?")
    case .cannotStart: .unavailable("\(error)")
    }
  }
}
