internal import Measurement
internal import Reactor

/// One thread's share of a load: its connections, when they send, what they measure.
///
/// Loop-confined.
final class LoadShard {
  let plan: StressPlan
  let traffic: Traffic
  /// Which of the plan's threads this is.
  let number: Int
  @exclusivity(unchecked) private(set) var phase = StressProgress.Phase.connecting
  @exclusivity(unchecked) private(set) var meter: Meter
  private(set) var connectionsOpened = 0
  /// By slot; `nil`: not open, or no more.
  @exclusivity(unchecked) private var slots: [StressConnection?]
  /// All that the loop still knows of, those that have made room for another included.
  private(set) var live: [ObjectIdentifier: StressConnection] = [:]
  private(set) var wasCancelled = false

  @exclusivity(unchecked) private var pacer: Pacer?
  @exclusivity(unchecked) private var thinking: ThinkQueue?
  private var pacemaker: Pacemaker?

  /// Who opens its connections, and replaces those that leave.
  var opening: Opening?
  /// Ends what the shard waits for, if there is something.
  var phaseOver: (() -> Void)?

  init(_ plan: StressPlan, _ traffic: Traffic, number: Int) {
    self.plan = plan
    self.traffic = traffic
    self.number = number
    slots = Array(repeating: nil, count: plan.share(of: plan.connections, number))
    meter = Meter(
      isOpenLoop: plan.load.profile != nil, limit: plan.messages.map { plan.share(of: $0, number) })
  }

  /// Connections it is to keep open.
  var wanted: Int { slots.count }

  /// Connections that are open and loaded.
  var openConnections: Int { slots.count { $0 != nil } }

  /// Whether nobody is waited for any more.
  var isOver: Bool { phase == .ending || wasCancelled }

  /// Whether messages are still sent.
  private var isLoading: Bool { phase == .warmup || phase == .measuring }

  /// Whether the load is over, and connections may end.
  var isEnding: Bool { phase == .ending }

  // MARK: For the connections

  @inline(__always)
  func record(_ replies: Exchange.Replies, _ now: UInt64) {
    meter.record(replies, now)
    if meter.isFull, phase == .measuring { phaseOver?() }
  }

  /// Replies have come on a connection: it may send as many messages again.
  @inline(__always)
  func answered(_ connection: StressConnection, _ replies: Int, _ now: UInt64) {
    guard isLoading else { return }
    if pacer != nil {
      pacer?.wake(now)
      pacer?.list(connection.slot)
      dispatch(now)
    } else if thinking != nil {
      thinking?.add(connection.slot, replies, now)
      setPacemaker(now)
    } else {
      connection.send(connection.room, due: now, now: now)
    }
  }

  func failed(_ failure: StressFailure) { meter.failed(failure) }

  func connectFailed(_ error: SocketError) { meter.connectFailed(error) }

  func mismatched(_ mismatch: Mismatch) { meter.mismatched(mismatch) }

  /// A connection to be, at its place in the cycle.
  func newConnection(_ slot: Int) -> StressConnection {
    let place = (slot * plan.threads + number) * 7 + connectionsOpened * 13
    let connection = StressConnection(self, slot: slot, start: place % traffic.cycle.count)
    live[ObjectIdentifier(connection)] = connection
    slots[slot] = connection
    connectionsOpened += 1
    return connection
  }

  /// A connection stands, `nanoseconds` after it was asked for.
  func hasConnected(_ slot: Int, after nanoseconds: UInt64) {
    // Replacements that were opened while the load warmed up are left out, like its messages.
    if phase != .warmup { meter.connectTime.record(nanoseconds) }
    if isLoading { begin(slot, MonotonicClock.nanoseconds) }
  }

  func hasRetired(_ connection: StressConnection) { leave(connection, hasFailed: false) }

  func hasFailed(_ connection: StressConnection) { leave(connection, hasFailed: true) }

  func hasGone(_ connection: StressConnection) {
    live[ObjectIdentifier(connection)] = nil
    // Each keeps the other alive.
    if slots[connection.slot] === connection { slots[connection.slot] = nil }
    checkForLife()
  }

  /// Ends the phase when nobody is left to load and nobody will come, or everybody has said
  /// goodbye.
  func checkForLife() {
    guard live.isEmpty, phase != .connecting else { return }
    if isEnding || !(opening?.isHopeful ?? false) { phaseOver?() }
  }

  private func leave(_ connection: StressConnection, hasFailed: Bool) {
    slots[connection.slot] = nil
    opening?.replace(
      connection.slot, hasFailed: hasFailed, hasServed: connection.hasBeenAnswered)
  }

  // MARK: Sending

  /// The load begins, and is measured from a time on.
  ///
  /// - Parameters:
  ///   - now: when the warm-up begins, in nanoseconds.
  ///   - time: how long is measured, in nanoseconds.
  func beginLoad(_ now: UInt64, measuringFrom: UInt64, time: UInt64, on loop: isolated EventLoop) {
    phase = .warmup
    switch plan.load {
    case .open(let profile, let arrivals):
      let schedule = ArrivalSchedule(
        profile, arrivals, begin: now, measuringFrom: measuringFrom, end: measuringFrom &+ time,
        thread: number, of: plan.threads, seed: plan.seed)
      pacer = Pacer(schedule, slots: slots.count)
    case .closed(let thinkTime):
      if thinkTime > .zero {
        thinking = ThinkQueue(
          thinkTime.nanosecondsClamped, places: slots.count * plan.pipeline)
      }
    }
    if pacer != nil || thinking != nil {
      pacemaker = loop.pacemaker { [unowned self] in wake(MonotonicClock.nanoseconds) }
    }
    meter.measure(from: measuringFrom, for: time)
    // Not all at the one time: thousands of connections take some milliseconds.
    for slot in slots.indices { begin(slot, MonotonicClock.nanoseconds) }
    if pacer != nil { dispatch(now) }
  }

  private func begin(_ slot: Int, _ now: UInt64) {
    guard let connection = slots[slot] else { return }
    if pacer != nil {
      pacer?.wake(now)
      pacer?.list(slot)
      if phase == .measuring || phase == .warmup { dispatch(now) }
    } else {
      connection.send(connection.room, due: now, now: now)
    }
  }

  private func wake(_ now: UInt64) {
    guard isLoading else { return }
    if pacer != nil {
      pacer?.wake(now)
      dispatch(now)
    } else {
      while let slot = thinking?.take(now) {
        // It may be another one's slot by now: then that one has begun without thinking.
        if let connection = slots[slot], connection.room > 0 {
          connection.send(1, due: now, now: now)
        }
      }
      setPacemaker(now)
    }
  }

  /// Sends what is due, as far as connections have room.
  @inline(__always)
  private func dispatch(_ now: UInt64) {
    var now = now
    var sent = 0
    while let slot = pacer?.takeSlot(now) {
      guard let connection = slots[slot], connection.room > 0, let due = pacer?.nextDue else {
        continue
      }
      if let lag = pacer?.lag { meter.recordSend(due: due, lag: lag) }
      pacer?.advance()
      connection.send(1, due: due, now: now)
      if connection.room > 0 { pacer?.list(slot) }
      sent += 1
      // Sending takes its time where there is much to send.
      if sent % 16 == 0 { now = MonotonicClock.nanoseconds }
    }
    setPacemaker(now)
  }

  /// Below this the clock is not set more finely: several messages are sent at one waking.
  private static let finestWait: UInt64 = 20_000

  @exclusivity(unchecked) private var pacemakerDue: UInt64 = 0

  /// Wakes the shard when there is something to send; not while every connection is busy, because
  /// a reply will.
  private func setPacemaker(_ now: UInt64) {
    let next: UInt64
    if let pacer {
      next = pacer.hasRoom ? pacer.nextDue : .max
    } else {
      next = thinking?.next ?? .max
    }
    guard next != .max else { return }
    let due = max(next, now &+ Self.finestWait)
    // Already set for a time that is not later.
    guard pacemakerDue <= now || due < pacemakerDue else { return }
    pacemakerDue = due
    pacemaker?.set(at: due)
  }

  // MARK: Phases

  func wait(in phase: StressProgress.Phase) { self.phase = phase }

  /// The measurement begins: what the warm-up still owes is forgotten, or an overload's backlog
  /// would be sent, and not measured, for all of the time.
  func beginMeasuring(_ from: UInt64) {
    phase = .measuring
    pacer?.giveUp(before: from) { _, _ in }
  }

  /// Nothing is sent any more.
  ///
  /// - Returns: how old the messages are that were due and never sent.
  func endLoad(_ now: UInt64) -> Histogram {
    phase = .ending
    pacemaker = nil
    return meter.end(now, &pacer)
  }

  /// Ends the run before its time; it still reports.
  func cancel() {
    wasCancelled = true
    phaseOver?()
  }

  /// Ends the connections whose reply is overdue.
  func expireOverdue(_ now: UInt64) {
    let limit = plan.replyTimeout.nanosecondsClamped
    guard phase != .connecting, now > limit else { return }
    for connection in live.values { connection.expire(before: now - limit) }
  }
}
