import Sockets

@testable import Reactor

/// One connection in a simulation, with the reference that it is compared with.
final class SimulatedConnection {
  let peer: SimulatedPeer
  let handler = SimulatedEcho()
  let connection: Connection
  let options: ConnectionOptions
  private let core: LoopCore
  private let verdict: Verdict
  /// What this side did on purpose, which allows another end than the usual one.
  var wasAborted = false
  var wasFinished = false
  var wasDrained = false
  /// When the clocks of the reference started, as far as they run.
  private var quietSince: UInt64
  private var stuckSince: UInt64?
  private var lingersSince: UInt64?
  private var seen = (received: 0, returned: 0, inWork: 0)

  init(
    _ network: SimulatedNetwork, _ core: LoopCore, _ verdict: Verdict,
    _ random: inout SeededRandom
  ) {
    self.core = core
    self.verdict = verdict
    peer = SimulatedPeer(room: random.below(200))
    var options = ConnectionOptions()
    options.highWaterMark = 1 + random.below(200)
    options.lowWaterMark = random.below(options.highWaterMark)
    options.idleTimeout = random.oneIn(2) ? nil : .nanoseconds(500 + random.below(2000))
    options.writeStallTimeout = random.oneIn(3) ? nil : .nanoseconds(500 + random.below(2000))
    options.lingerTimeout = .nanoseconds(random.below(1000))
    self.options = options
    handler.waitsInDrain = random.oneIn(8)
    connection = Connection(
      network.connect(peer), core, ConnectionSettings(options, transport: network))
    quietSince = core.now
    connection.hand(to: handler)
    connection.open()
  }

  var isOver: Bool { handler.endsSeen > 0 }
  private var phase: ConnectionState.Phase { connection.state.phase }

  /// Readiness as a level-triggered kernel would tell it.
  var readiness: Interest {
    var ready: Interest = []
    if peer.isReadable, connection.state.interest.contains(.read) { ready.insert(.read) }
    if peer.isWritable, connection.state.interest.contains(.write) { ready.insert(.write) }
    return ready
  }

  /// Follows what has happened and checks what must hold at any time.
  func check() {
    let now = core.now
    verdict.expect(
      !peer.isWrong, "a byte came back lost, doubled or out of order, or behind the end")
    verdict.expect(peer.returned <= handler.delivered, "more came back than was sent")
    verdict.expect(handler.endsSeen <= 1, "closed() came twice")
    guard phase != .closed else { return }
    let owed = connection.state.pendingOutput + connection.state.bytesInWork
    verdict.expect(
      owed == handler.delivered - peer.returned, "everything delivered is owed or returned")
    verdict.expect(owed < options.highWaterMark + SimulatedPeer.mostPerReceive, "memory is bounded")
    let pending = connection.state.pendingOutput
    if peer.returned != seen.returned || peer.received != seen.received
      || connection.state.bytesInWork != seen.inWork
    {
      quietSince = now
    }
    if pending == 0 {
      stuckSince = nil
    } else if stuckSince == nil || peer.returned != seen.returned {
      stuckSince = now
    }
    lingersSince = phase == .lingering ? lingersSince ?? now : nil
    seen = (peer.received, peer.returned, connection.state.bytesInWork)
  }

  /// No deadline that has passed may be left standing; called behind the timers.
  func checkDeadlines() {
    guard phase != .closed else { return }
    let now = core.now
    switch connection.state.deadline {
    case .none: break
    case .idle:
      verdict.expect(!hasPassed(options.idleTimeout, since: quietSince, now), "idle for too long")
    case .stall:
      verdict.expect(
        !hasPassed(options.writeStallTimeout, since: stuckSince, now), "stalled for too long")
    case .linger:
      verdict.expect(
        !hasPassed(options.lingerTimeout, since: lingersSince, now), "lingers for too long")
    }
  }

  private func hasPassed(_ limit: Duration?, since: UInt64?, _ now: UInt64) -> Bool {
    guard let limit, let since else { return false }
    return now >= since + limit.nanosecondsClamped
  }

  /// Whether it ended for a reason that the reference allows, with everything that reason promises.
  func checkEnd() {
    verdict.expect(handler.endsSeen == 1, "closed() comes exactly once")
    let now = core.now
    switch handler.reason {
    case .finished:
      verdict.expect(peer.returned == handler.delivered, "it finished and still owed something")
      guard !wasDrained, !wasFinished else { return }
      verdict.expect(handler.inputHasEnded, "it finished before its peer did")
      verdict.expect(peer.returned == peer.written, "it finished before everything was heard")
    case .failed: verdict.expect(peer.hasReset, "it broke without a reset")
    case .idle:
      verdict.expect(hasPassed(options.idleTimeout, since: quietSince, now), "it was not idle")
    case .stalled:
      verdict.expect(
        hasPassed(options.writeStallTimeout, since: stuckSince, now), "it was not stalled")
    case .aborted: verdict.expect(wasAborted, "nobody aborted it")
    case nil: verdict.expect(false, "it never ended")
    }
  }
}
