internal import Measurement
internal import Reactor

/// One run of a load, on its loop: opens the connections, warms up, measures, ends.
///
/// Loop-confined.
final class LoadRun {
  private enum Phase { case connecting, warmup, measuring, ending }

  let plan: StressPlan
  let traffic: Traffic
  private let recorder = HistogramRecorder()
  /// Replies to measure; more than can come in: time alone counts.
  private let messageLimit: UInt64
  private var phase = Phase.connecting
  private var connections: [ObjectIdentifier: StressConnection] = [:]
  private var report = StressReport()
  private var messages = 0
  private var measuringSince: UInt64 = 0
  private var processorTimeBefore = 0.0
  private var messagesAtLastTick = 0
  private var lastTick: UInt64 = 0
  /// Ends the wait that is under way, if one is.
  private var phaseOver: (() -> Void)?
  private(set) var wasCancelled = false
  /// Told when the run is cancelled, which may be while its connections are being opened.
  var whenCancelled: (() -> Void)?

  init(_ plan: StressPlan, _ traffic: Traffic) {
    self.plan = plan
    self.traffic = traffic
    messageLimit = plan.messages.map { UInt64($0) } ?? .max
  }

  // MARK: For the connections

  /// Whether nobody is waited for any more.
  var isOver: Bool { phase == .ending || wasCancelled }

  /// Whether messages are still sent.
  var isLoading: Bool { phase == .warmup || phase == .measuring }

  /// Whether the load is over, and connections may end.
  var isEnding: Bool { phase == .ending }

  @inline(__always)
  func record(_ nanoseconds: UInt64) {
    messages &+= 1
    guard phase == .measuring else { return }
    recorder.record(nanoseconds)
    if recorder.count == messageLimit { endPhase() }
  }

  func connectFailed(_ error: SocketError) {
    failed(.connect)
    if report.firstConnectFailure == nil { report.firstConnectFailure = error }
  }

  /// Why no connection could be opened, if that is known.
  var firstConnectFailure: SocketError? { report.firstConnectFailure }

  func failed(_ failure: StressFailure) { report.errorsByCause[failure, default: 0] += 1 }

  func mismatched(_ mismatch: Mismatch) {
    report.mismatches += 1
    if report.firstMismatch == nil { report.firstMismatch = mismatch }
  }

  /// A connection to be, at its place in the cycle.
  func newConnection(_ number: Int) -> StressConnection {
    let connection = StressConnection(self, start: number * 7 % traffic.count)
    connections[ObjectIdentifier(connection)] = connection
    return connection
  }

  func hasEnded(_ connection: StressConnection) {
    connections[ObjectIdentifier(connection)] = nil
    // Nobody left to load, or everybody has said goodbye.
    if connections.isEmpty, phase != .connecting { endPhase() }
  }

  // MARK: Phases

  /// Runs the load with the connections that are open.
  func load(_ loop: isolated EventLoop) async -> StressReport {
    report.connections = connections.count
    phase = .warmup
    for connection in connections.values { connection.fill() }
    if plan.warmup > .zero { await wait(plan.warmup, loop) }
    beginMeasuring()
    await wait(plan.duration, loop)
    endMeasuring()
    await sayGoodbye(loop)
    report.messagesInAll = messages
    return report
  }

  /// Ends the run before its time; it still reports.
  func cancel() {
    wasCancelled = true
    whenCancelled?()
    endPhase()
  }

  private func beginMeasuring() {
    phase = .measuring
    recorder.reset()
    processorTimeBefore = Self.processorTime
    measuringSince = MonotonicClock.nanoseconds
  }

  private func endMeasuring() {
    let elapsed = MonotonicClock.nanoseconds - measuringSince
    phase = .ending
    report.duration = .nanoseconds(Int64(elapsed))
    report.clientCPUSeconds = Self.processorTime - processorTimeBefore
    report.messages = Int(recorder.count)
    report.bytes = report.messages * plan.sizes.largest
    report.latency = recorder.snapshot()
    report.endedEarly =
      wasCancelled
      || (recorder.count < messageLimit && elapsed < plan.duration.nanosecondsClamped / 100 * 99)
  }

  /// Lets the replies in flight come in (they are verified too), then ends the connections.
  private func sayGoodbye(_ loop: isolated EventLoop) async {
    let patience = wasCancelled ? Duration.seconds(1) : plan.replyTimeout
    let last = MonotonicClock.nanoseconds + patience.nanosecondsClamped
    while MonotonicClock.nanoseconds < last,
      connections.values.contains(where: { $0.inFlight > 0 })
    { await wait(.milliseconds(5), loop) }
    for connection in connections.values {
      // Nobody has waited long enough to call a reply late when the run was cancelled.
      if !wasCancelled { connection.expire(before: .max) }
      connection.end()
    }
    if !connections.isEmpty { await wait(.seconds(3), loop) }
    for connection in connections.values { connection.cut() }
  }

  /// Waits for a time, or until the phase is ended from elsewhere.
  private func wait(
    _ duration: Duration, _ loop: isolated EventLoop
  ) async {
    if connections.isEmpty || (wasCancelled && isLoading) { return }
    let timer = loop.after(duration) { [self] in endPhase() }
    await loop.wait { phaseOver = $0 }
    timer.cancel()
  }

  private func endPhase() {
    phaseOver?()
    phaseOver = nil
  }

  /// Ends the connections whose reply is overdue.
  func expireOverdue() {
    let now = MonotonicClock.nanoseconds
    let limit = plan.replyTimeout.nanosecondsClamped
    guard phase != .connecting, now > limit else { return }
    for connection in connections.values { connection.expire(before: now - limit) }
  }

  // MARK: Progress

  func progress() -> StressProgress {
    let now = MonotonicClock.nanoseconds
    let since = max(lastTick, phase == .measuring ? measuringSince : 0)
    let seconds = since == 0 ? 1 : Double(max(now - since, 1)) / 1e9
    let rate = Double(messages - messagesAtLastTick) / seconds
    lastTick = now
    messagesAtLastTick = messages
    var progress = StressProgress(
      phase == .connecting ? .connecting : phase == .warmup ? .warmup : .measuring)
    progress.elapsed = phase == .measuring ? .nanoseconds(Int64(now - measuringSince)) : .zero
    progress.total = plan.measuredTime
    progress.connections = connections.count
    progress.interval.duration = .nanoseconds(Int64(seconds * 1e9))
    progress.interval.messages = Int(rate * seconds)
    progress.errorsByCause = report.errorsByCause
    progress.mismatches = report.mismatches
    if phase == .measuring { progress.latency = LatencySummary(recorder.snapshot()) }
    return progress
  }

  /// CPU time of the process so far, in seconds; none where /proc cannot be read.
  private static var processorTime: Double {
    (try? Double(ProcessStatistics.cpuNanoseconds()) / 1e9) ?? 0
  }
}
