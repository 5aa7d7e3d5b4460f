import Reactor
import Reports
import Stress

/// `swiftlet stress --find-max`: the highest rate at which a condition holds, and the way to it.
struct StressSearch: Sendable {
  let plan: StressPlan
  let condition: Gate
  let context: RunContext

  /// Searches, and reports what was found.
  ///
  /// Files hold the run at the rate that was found, or the last one where none was.
  func run(
    _ options: StressOptions, _ watch: LoadWatch, _ output: ReportOutput, _ console: Console,
    on loop: EventLoop
  ) async throws(CommandError) -> ExitStatus {
    let start = options.rate ?? StressOptions.firstRate
    let report = try await watch.whileWatching(on: loop) { () async throws(StressError) in
      try await LoadGenerator(plan).findMaximum(
        start: start, on: loop, holds: { holds($0) },
        progress: { watch.show($1, trying: $0) })
    }
    watch.close()
    let chosen = report.bestProbe ?? report.probes.last
    let record = chosen.map {
      RunRecord(report: $0.report, plan: plan(at: $0.rate), context: context)
    }
    let table = SearchTable(report, condition: "\(condition)", on: console.outputTerminal)
    let json = try JSONReport(
      schema: 1, body: SearchJSON(report, condition: "\(condition)", context)
    ).line()
    try output.write(table: table.text, json: json, record, console)
    if report.best == nil { return .refused }
    guard let record else { return .well }
    return try StressVerdict(record, options.failIf, isStrict: options.strict).status
  }

  /// A latency of which there is none does not hold; neither does one that cannot be looked at.
  private func holds(_ report: StressReport) -> Bool {
    let record = RunRecord(report: report, plan: plan, context: context)
    return (try? condition.holds(record)) ?? false
  }

  private func plan(at rate: Double) -> StressPlan {
    var plan = self.plan
    guard case .open(_, let arrivals) = plan.load else { return plan }
    plan.load = .open(.constant(rate), arrivals)
    return plan
  }
}
