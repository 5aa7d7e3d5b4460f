import Glibc
import Measurement
import Reactor
import Reports
import Stress

/// `swiftlet stress`: runs the load, shows how it is doing, reports.
struct StressCommand {
  let options: StressOptions
  let console: Console
  /// The command as it was typed.
  let words: [String]

  func run() throws(CommandError) -> ExitStatus {
    let plan = try options.plan(now: StressOptions.now)
    // Before the load: a report that cannot be written must not cost a run.
    let output = try ReportOutput(options.report)
    let watch = LoadWatch(plan, options, console, output)
    defer { watch.close() }
    let context = RunContext(
      version: Invocation.version, command: words, environment: .current())
    return try runOnLoop { (loop) throws(CommandError) in
      let report: StressReport
      do throws(StressError) {
        report = try await watch.whileWatching(on: loop) { () async throws(StressError) in
          try await LoadGenerator(plan).run(on: loop) { watch.show($0) }
        }
      } catch {
        throw Self.commandError(error)
      }
      watch.close()
      let record = RunRecord(report: report, plan: plan, context: context)
      let verdict = try StressVerdict(record, options.failIf, isStrict: options.strict)
      try output.write(record, verdict, console)
      return verdict.status
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
