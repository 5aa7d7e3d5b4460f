/// How a drain ended.
public struct DrainReport: Hashable, Sendable {
  /// Connections that ended in peace, everything they were owed sent.
  public var drained = 0
  /// Connections that were cut because the time was up, or that broke meanwhile.
  public var cut = 0

  /// A report, for callers that add several up.
  public init(drained: Int = 0, cut: Int = 0) {
    self.drained = drained
    self.cut = cut
  }
}

/// A drain under way.
struct DrainInProgress {
  /// As the counts were when it began.
  let closedBefore: Int
  let lostBefore: Int
  /// When its time is up, in nanoseconds.
  ///
  /// The timer queue may still hold an earlier drain's entry.
  let deadline: UInt64
  var waiting: [Suspension] = []
}

extension EventLoop {
  /// Ends everything gracefully: stops accepting (those whose handshake is done are let in),
  /// serves what has arrived, sends what is owed, and cuts what is left when the time is up.
  ///
  /// Idempotent: a second call joins the first. The loop itself goes on; `stop()` ends it.
  ///
  /// - Parameter limit: zero cuts at once.
  public func drain(within limit: Duration) async -> DrainReport {
    if drain == nil {
      for acceptor in core.acceptors.values { acceptor.acceptWaiting() }
      let deadline = core.now &+ limit.nanosecondsClamped
      drain = DrainInProgress(
        closedBefore: core.counters.closed.value, lostBefore: core.lost, deadline: deadline)
      core.isDraining = true
      stopListening()
      for connection in core.connections.all { connection.drain() }
      core.schedule(at: deadline, .drain)
    }
    let suspension = Suspension(core)
    drain?.waiting.append(suspension)
    finishDrainIfEmpty()
    await suspension.wait(on: self)
    return lastDrain
  }

  /// Cuts every connection now; a drain under way ends and reports them as cut.
  ///
  /// Listeners and the loop itself go on.
  public func abort() { core.abortAll() }

  /// Closes every listener; the connections live on.
  public func stopListening() {
    for number in Array(core.acceptors.keys) { stopListener(number) }
  }

  func drainTimeIsUp() {
    if let drain, core.now >= drain.deadline { core.abortAll() }
  }

  func finishDrainIfEmpty() {
    guard let drain, core.connections.count == 0 else { return }
    self.drain = nil
    core.isDraining = false
    let cut = core.lost - drain.lostBefore
    let ended = core.counters.closed.value - drain.closedBefore
    let report = DrainReport(drained: ended - cut, cut: cut)
    lastDrain = report
    for suspension in drain.waiting { suspension.resume() }
  }
}

extension LoopCore {
  /// Connections that ended otherwise than in peace.
  fileprivate var lost: Int {
    counters.failed.value + counters.idleTimeouts.value + counters.stalled.value
      + counters.aborted.value
  }
}
