import Measurement
import Reactor
import Reports
import Sockets
import Stress

/// `swiftlet stress`: runs the load, or searches for the highest rate, and reports.
struct StressCommand {
  let options: StressOptions
  let console: Console
  /// The command as it was typed.
  let words: [String]

  func run() throws(CommandError) -> ExitStatus {
    let plan = try options.plan(now: WallClock.now)
    // Before the load: a report that cannot be written must not cost a run.
    let output = try ReportOutput(options.report)
    let context = RunContext(
      version: Invocation.version, command: words, environment: .current())
    let watch = LoadWatch(plan, options, console, output)
    defer { watch.close() }
    return try runOnLoop { (loop) throws(CommandError) in
      if let condition = options.findMax {
        let search = StressSearch(plan: plan, condition: condition, context: context)
        return try await search.run(options, watch, output, console, on: loop)
      }
      return try await measure(plan, watch, output, context, on: loop)
    }
  }

  private func measure(
    _ plan: StressPlan, _ watch: LoadWatch, _ output: ReportOutput, _ context: RunContext,
    on loop: EventLoop
  ) async throws(CommandError) -> ExitStatus {
    let report = try await watch.whileWatching(on: loop) { () async throws(StressError) in
      try await LoadGenerator(plan).run(on: loop) { watch.show($0) }
    }
    watch.close()
    let record = RunRecord(report: report, plan: plan, context: context)
    let verdict = try StressVerdict(record, options.failIf, isStrict: options.strict)
    try output.write(
      table: StressTable(record, verdict, on: console.outputTerminal).text, record, console)
    return verdict.status
  }
}
