internal import Measurement
internal import Reactor

/// What one thread of a load brings home.
struct ShardResult: Sendable {
  var messages = 0
  var messagesInAll = 0
  var unsent = Histogram()
  var bytes = 0
  /// In nanoseconds.
  var measured: UInt64 = 0
  var connections = 0
  var connectionsOpened = 0
  var errorsByCause: [StressFailure: Int] = [:]
  var firstConnectFailure: SocketError?
  var mismatches = 0
  var firstMismatch: Mismatch?
  var latency = Histogram()
  var serviceTime = Histogram()
  var firstByte = Histogram()
  var connectTime = Histogram()
  var sendLag = Histogram()
  /// CPU time of the whole process while it measured, in seconds.
  var processSeconds = 0.0
  var companions: [CompanionReport] = []
  var use = LoadThreadUse(cpuShare: 0, waitShare: 0)
  var wasCancelled = false
}

/// The life of one shard, straight down: connect, wait for the others, warm up, measure, end.
///
/// Loop-confined.
final class ShardRun {
  private let shard: LoadShard
  private let team: LoadTeam
  private var result = ShardResult()
  /// Replies and failures of the intervals that are over.
  private var reported = (messages: 0, failures: 0)
  private var measuredFrom: UInt64 = 0
  private var intervals = 0

  init(_ shard: LoadShard, _ team: LoadTeam) {
    self.shard = shard
    self.team = team
  }

  /// Runs all of it.
  ///
  /// - Returns: what was measured; with no connection opened, why.
  func run(on loop: isolated EventLoop) async -> ShardResult {
    // A tenth of the timeout is exact enough, and cheap with thousands of connections.
    let look = min(.seconds(1), max(.milliseconds(10), shard.plan.replyTimeout / 10))
    let overdue = loop.every(look) { [shard] in
      shard.expireOverdue(MonotonicClock.nanoseconds)
    }
    let tick = loop.every(.seconds(1)) { [unowned self] in
      if shard.phase != .measuring { team.collector.add(status()) }
    }
    defer {
      overdue.cancel()
      tick.cancel()
    }
    let opening = Opening(shard, loop)
    await connect(opening, loop)
    result.connections = shard.openConnections
    if let start = await team.rendezvous.meet(shard, opening.opened, on: loop) {
      await load(start, loop)
      opening.end()
      await sayGoodbye(loop)
    } else {
      opening.end()
      for connection in shard.live.values { connection.cut() }
    }
    team.collector.finish(shard.number, after: intervals)
    return takeHome()
  }

  private func connect(_ opening: Opening, _ loop: isolated EventLoop) async {
    shard.phaseOver = { opening.giveUp() }
    await loop.wait { resume in opening.begin(on: loop, resume) }
    shard.phaseOver = nil
  }

  private func load(_ start: LoadStart, _ loop: isolated EventLoop) async {
    if start.begin > MonotonicClock.nanoseconds { shard.wait(in: .waiting) }
    await wait(until: start.begin, loop)
    guard !shard.wasCancelled else { return result.wasCancelled = true }
    let length = shard.plan.measuredTime.nanosecondsClamped
    // Beside the first thread's connections, and none of its figures.
    let companions = shard.number == 0 ? team.companions : nil
    companions?.start(on: loop)
    shard.beginLoad(start.begin, measuringFrom: start.measure, time: length, on: loop)
    await wait(until: start.measure, loop)
    await measure(start.measure, length, loop)
    result.companions = companions?.reports ?? []
    await companions?.end()
  }

  private func measure(_ from: UInt64, _ length: UInt64, _ loop: isolated EventLoop) async {
    shard.beginMeasuring(from)
    if shard.number == 0 { shard.plan.whenMeasuring?() }
    // What was recorded before is none of it.
    measuredFrom = from
    reported.failures = shard.meter.failures
    let processBefore = Self.processNanoseconds
    let threadBefore = ThreadStatistics.sample()
    let second = loop.pacemaker { [unowned self] in endInterval(from) }
    self.second = second
    if length > Self.second { second.set(at: from + Self.second) }
    await wait(until: from &+ length, loop)
    self.second = nil

    let now = MonotonicClock.nanoseconds
    let elapsed = now > from ? min(now - from, length) : 0
    let thread = ThreadStatistics.sample()
    let wall = Double(max(now, from + 1) - from)
    result.measured = elapsed
    result.processSeconds = Double(Self.processNanoseconds - processBefore) / 1e9
    // One that had nobody to load did not measure for any time: it has no share of it.
    if elapsed > 0 {
      result.use = LoadThreadUse(
        cpuShare: Double(thread.cpuNanoseconds - threadBefore.cpuNanoseconds) / wall,
        waitShare: Double(thread.waitNanoseconds - threadBefore.waitNanoseconds) / wall)
    }
    result.unsent = shard.endLoad(now)
    result.wasCancelled = shard.wasCancelled
  }

  private static let second: UInt64 = 1_000_000_000
  private var second: Pacemaker?

  /// A second is over: its figures go to the collector.
  private func endInterval(_ from: UInt64) {
    let now = MonotonicClock.nanoseconds
    let end = from &+ shard.plan.measuredTime.nanosecondsClamped
    deliver(until: min(now, end))
    let next = from + UInt64(intervals + 1) * Self.second
    // The last one ends with the measurement, and takes what still comes in.
    if next < end { second?.set(at: max(next, now)) }
  }

  private func deliver(until now: UInt64, isLast: Bool = false) {
    var status = status()
    let recorder = shard.meter.latency
    let failures = shard.meter.failures
    status.interval = ShardInterval(
      number: intervals, isLast: isLast, end: now > measuredFrom ? now - measuredFrom : 0,
      messages: shard.meter.messages - reported.messages, failures: failures - reported.failures,
      connections: status.connections, latency: recorder.snapshot())
    result.latency.merge(status.interval?.latency ?? Histogram())
    recorder.reset()
    reported = (shard.meter.messages, failures)
    intervals += 1
    team.collector.add(status)
  }

  private func status() -> ShardStatus {
    ShardStatus(
      shard: shard.number, phase: shard.phase, connections: shard.openConnections,
      messages: shard.meter.messages, messagesInAll: shard.meter.messagesInAll,
      errorsByCause: shard.meter.errorsByCause, mismatches: shard.meter.mismatches)
  }

  /// Lets the replies in flight come in (they are verified too), then ends the connections.
  private func sayGoodbye(_ loop: isolated EventLoop) async {
    let began = MonotonicClock.nanoseconds
    while shard.live.values.contains(where: { $0.inFlight > 0 }) {
      // It may also be cancelled meanwhile.
      let patience = shard.wasCancelled ? Duration.seconds(1) : shard.plan.replyTimeout
      if MonotonicClock.nanoseconds - began >= patience.nanosecondsClamped { break }
      await wait(until: MonotonicClock.nanoseconds + 5_000_000, loop)
    }
    if result.measured > 0 { deliver(until: measuredFrom &+ result.measured, isLast: true) }
    for connection in shard.live.values {
      // Nobody has waited long enough to call a reply late when the run was cancelled.
      if !shard.wasCancelled { connection.expire(before: .max) }
      connection.end()
    }
    if !shard.live.isEmpty {
      await wait(until: MonotonicClock.nanoseconds + 3 * Self.second, loop)
    }
    for connection in shard.live.values { connection.cut() }
  }

  private func takeHome() -> ShardResult {
    let meter = shard.meter
    result.messages = shard.meter.messages
    result.messagesInAll = meter.messagesInAll
    result.bytes = meter.bytes
    result.connectionsOpened = shard.connectionsOpened
    result.errorsByCause = meter.errorsByCause
    result.firstConnectFailure = meter.firstConnectFailure
    result.mismatches = meter.mismatches
    result.firstMismatch = meter.firstMismatch
    result.connectTime = meter.connectTime.snapshot()
    result.sendLag = meter.sendLag.snapshot()
    result.serviceTime = meter.isOpenLoop ? meter.serviceTime.snapshot() : result.latency
    result.firstByte = meter.firstByte(result.serviceTime)
    result.latency.merge(result.unsent)
    result.wasCancelled = shard.wasCancelled
    return result
  }

  /// Waits for a time, or until the phase is ended from elsewhere.
  private func wait(until time: UInt64, _ loop: isolated EventLoop) async {
    let now = MonotonicClock.nanoseconds
    guard time > now, !(shard.wasCancelled && !shard.isEnding) else { return }
    if shard.live.isEmpty, !(shard.opening?.isHopeful ?? false) { return }
    await loop.wait { resume in
      let timer = loop.pacemaker(resume)
      timer.set(at: time)
      shard.phaseOver = {
        resume()
        withExtendedLifetime(timer) {}
      }
    }
    shard.phaseOver = nil
  }

  /// CPU time of the process so far; none where the clock cannot be read.
  private static var processNanoseconds: UInt64 { (try? ProcessStatistics.cpuNanoseconds()) ?? 0 }
}
