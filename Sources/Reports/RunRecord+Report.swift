internal import Measurement
public import Stress

extension RunRecord {
  /// What is kept of a run.
  ///
  /// - Parameters:
  ///   - report: what was measured.
  ///   - plan: what was to be.
  ///   - context: where it came from.
  public init(report: StressReport, plan: StressPlan, context: RunContext) {
    version = context.version
    command = context.command
    environment = context.environment
    // Milliseconds are what the text form has; a record is the same in both.
    startedAtUnixSeconds = (report.startedAt / .milliseconds(1)).rounded() / 1000
    seed = plan.seed
    self.plan = PlanRecord(plan)
    durationSeconds = report.duration / .seconds(1)
    messages = report.messages
    messagesTotal = report.messagesInAll
    messagesPerSecond = report.messagesPerSecond
    bytesPerSecond = report.bytesPerSecond
    targetPerSecond = report.target
    unsent = report.unsent
    connections = report.connections
    connectionsOpened = report.connectionsOpened
    errors = report.errors
    errorsByCause = Dictionary(
      report.errorsByCause.filter { $0.value > 0 }.map { (snakeCase($0.key.rawValue), $0.value) },
      uniquingKeysWith: +)
    mismatches = report.mismatches
    firstMismatch = report.firstMismatch.map { MismatchRecord($0) }
    firstConnectFailure = report.firstConnectFailure.map { "\($0)" }
    endedEarly = report.endedEarly
    clientCPUSeconds = report.clientCPUSeconds
    let distributions = [
      (LatencyKind.latency, report.latency), (.service, report.serviceTime),
      (.firstByte, report.firstByte), (.connect, report.connectTime), (.sendLag, report.sendLag),
    ]
    histograms = RunHistograms()
    for (kind, histogram) in distributions { histograms[kind] = EncodedHistogram(histogram) }
    latency = LatencyFigures(report.latency)
    service = LatencyFigures(report.serviceTime)
    firstByte = LatencyFigures(report.firstByte)
    connect = LatencyFigures(report.connectTime)
    sendLag = LatencyFigures(report.sendLag)
    let overall = latency
    intervals = report.intervals.map { IntervalRecord($0, of: overall) }
    companions = report.companions.map { CompanionRecord($0) }
    threads = report.threads.map { ThreadRecord($0) }
    doubts = report.doubts
    explanation = []
    parts = []
    explanation = Explanation.sentences(for: self)
  }
}
