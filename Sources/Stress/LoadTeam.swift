internal import Measurement
internal import Sockets

/// What the threads of one load share, and how their results become one report.
final class LoadTeam: Sendable {
  let plan: StressPlan
  let traffic: Traffic
  let rendezvous: Rendezvous
  let collector: Collector
  let companions: CompanionGroup

  init(
    _ plan: StressPlan, _ traffic: Traffic, _ progress: (@Sendable (StressProgress) -> Void)?
  ) {
    self.plan = plan
    self.traffic = traffic
    rendezvous = Rendezvous(plan)
    collector = Collector(plan, progress)
    companions = CompanionGroup(plan, traffic)
  }

  /// The report of all threads together, or why there was no load.
  func outcome(_ results: [ShardResult]) -> Result<StressReport, StressError> {
    let failure = results.lazy.compactMap(\.firstConnectFailure).first
    if let failure, results.allSatisfy({ $0.connectionsOpened == 0 }) {
      return .failure(.cannotConnect(failure))
    }
    var report = StressReport()
    report.firstConnectFailure = failure
    for result in results { add(result, to: &report) }
    report.startedAt = rendezvous.startedAt ?? .zero
    report.intervals = collector.intervals
    let seconds = report.duration / .seconds(1)
    if let profile = plan.load.profile, seconds > 0 {
      report.target = profile.mean(from: .zero, for: report.duration)
    }
    report.endedEarly =
      results.contains { $0.wasCancelled }
      || (report.messages < plan.messages ?? .max && report.duration < plan.measuredTime * 0.99)
    report.doubts = StressDoubt.doubts(about: report, plan)
    return .success(report)
  }

  private func add(_ result: ShardResult, to report: inout StressReport) {
    report.messages += result.messages
    report.messagesInAll += result.messagesInAll
    report.unsent += Int(result.unsent.count)
    report.bytes += result.bytes
    report.duration = max(report.duration, .nanoseconds(Int64(result.measured)))
    report.connections += result.connections
    report.connectionsOpened += result.connectionsOpened
    report.errorsByCause.merge(result.errorsByCause, uniquingKeysWith: +)
    report.mismatches += result.mismatches
    report.firstMismatch = report.firstMismatch ?? result.firstMismatch
    report.latency.merge(result.latency)
    report.serviceTime.merge(result.serviceTime)
    report.firstByte.merge(result.firstByte)
    report.connectTime.merge(result.connectTime)
    report.sendLag.merge(result.sendLag)
    report.threads.append(result.use)
    report.companions += result.companions
    // Each thread read the clock of the whole process, over nearly the same time.
    report.clientCPUSeconds = max(report.clientCPUSeconds, result.processSeconds)
  }
}
