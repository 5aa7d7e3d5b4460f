internal import Sockets

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
  /// Told of the end, on the loop's thread.
  var waiting: [(DrainReport) -> Void] = []
}

extension EventLoop {
  /// Ends everything gracefully: stops accepting (those whose handshake is done are let in),
  /// serves what has arrived, sends what is owed, and cuts what is left when the time is up.
  ///
  /// Idempotent: a second call joins the first. The loop itself goes on; `stop()` ends it.
  ///
  /// - Parameter limit: zero cuts at once.
  public func drain(within limit: Duration) async -> DrainReport {
    let suspension = Suspension(core)
    // Its own: behind it another may have begun, and be over, before this goes on.
    var report = DrainReport()
    beginDrain(within: limit) {
      report = $0
      suspension.resume()
    }
    await suspension.wait(on: self)
    return report
  }

  /// Begins to drain, or joins the drain under way.
  fileprivate func beginDrain(
    within limit: Duration, whenOver: @escaping (DrainReport) -> Void
  ) {
    if drain == nil {
      letInWaiting()
      let deadline = core.now &+ limit.nanosecondsClamped
      drain = DrainInProgress(
        closedBefore: core.counters.closed.value, lostBefore: core.lost, deadline: deadline)
      core.isDraining = true
      stopListening()
      for connection in core.connections.all { connection.drain() }
      core.schedule(at: deadline, .drain)
    }
    drain?.waiting.append(whenOver)
    finishDrainIfEmpty()
  }

  fileprivate func letInWaiting() {
    for acceptor in core.acceptors.values { acceptor.acceptWaiting() }
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
    for tell in drain.waiting { tell(report) }
  }
}

/// A drain of a group under way.
struct GroupDrainInProgress: Sendable {
  /// Loops that are still at it.
  fileprivate var left: Int
  /// The reports of those that are done, added up.
  fileprivate var report = DrainReport()
  /// Told of the end, on the thread of the loop that ends last.
  fileprivate(set) var waiting: [@Sendable (DrainReport) -> Void] = []
}

extension LoopGroup {
  /// Ends everything gracefully, on all loops: see `EventLoop.drain(within:)`.
  ///
  /// Idempotent: a second call joins the first, also where some of the loops are done already.
  ///
  /// - Returns: the reports of all loops, added up.
  public func drain(within limit: Duration) async -> DrainReport {
    await loops[0].drain(self, within: limit)
  }

  /// - Returns: whether that begins a drain; it joins the one under way otherwise.
  fileprivate func joinDrain(_ whenOver: @escaping @Sendable (DrainReport) -> Void) -> Bool {
    drainInProgress.withLock { drain in
      let begins = drain == nil
      if begins { drain = GroupDrainInProgress(left: loops.count) }
      drain?.waiting.append(whenOver)
      return begins
    }
  }

  /// One of the loops is done.
  fileprivate func addToDrain(_ report: DrainReport) {
    let over = drainInProgress.withLock { drain -> GroupDrainInProgress? in
      drain?.report.drained += report.drained
      drain?.report.cut += report.cut
      drain?.left -= 1
      guard drain?.left == 0 else { return nil }
      return drain.take()
    }
    guard let over else { return }
    for tell in over.waiting { tell(over.report) }
  }
}

extension EventLoop {
  /// Drains a group, of which this is the loop that accepts.
  fileprivate func drain(_ group: LoopGroup, within limit: Duration) async -> DrainReport {
    let own = Locked(DrainReport())
    await wait { resume in
      let begins = group.joinDrain { report in
        own.withLock { $0 = report }
        resume()
      }
      guard begins else { return }
      // In one go, so that a stop that follows comes behind it on every loop. First nobody new:
      // who was let in lies in the others' inboxes ahead of their drain.
      letInWaiting()
      stopListening()
      for loop in group.loops.dropFirst() {
        loop.execute { $0.beginDrain(within: limit) { group.addToDrain($0) } }
      }
      beginDrain(within: limit) { group.addToDrain($0) }
    }
    return own.withLock { $0 }
  }
}

extension LoopCore {
  /// Connections that ended otherwise than in peace.
  fileprivate var lost: Int {
    counters.failed.value + counters.idleTimeouts.value + counters.stalled.value
      + counters.aborted.value
  }
}
