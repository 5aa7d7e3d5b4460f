internal import Reactor

/// Opens a shard's connections, paced, and goes on replacing those that leave.
///
/// `@unchecked Sendable`: loop-confined; its tasks run on the loop that made them.
final class Opening: @unchecked Sendable {
  /// Attempts under way at once: a server's backlog is not to be stormed.
  private static let atOnce = 64

  /// How much of the pace may be caught up, in nanoseconds.
  private static let mostBehind: UInt64 = 100_000_000

  /// How connections of a load behave: the reply timeout alone ends one that does not get on, for
  /// that is counted; and what is still to be sent never keeps it from reading, or an echo server
  /// that holds back until its output is read would wait for the load, and the load for it.
  private static let options: ConnectionOptions = {
    var options = ConnectionOptions()
    options.highWaterMark = 1 << 30
    options.writeStallTimeout = nil
    return options
  }()

  private let shard: LoadShard
  private let loop: EventLoop
  /// Slots that want a connection, the first one first, with the failures that came before.
  private var queue: [(slot: Int, failures: Int)] = []
  private var place = 0
  private var underWay = 0
  /// Waiting for their back-off.
  private var backingOff = 0
  /// How often in a row a slot's connections failed, those that opened and served nobody included.
  private var failures: [Int: Int] = [:]
  private(set) var opened = 0
  /// Told when every slot has had its first attempt.
  private var whenDone: (() -> Void)?
  private var attemptsToCome: Int
  private var pace: Pacemaker?
  private var nextOpening: UInt64
  private let gap: UInt64

  init(_ shard: LoadShard, _ loop: EventLoop) {
    self.shard = shard
    self.loop = loop
    queue = (0..<shard.wanted).map { ($0, 0) }
    attemptsToCome = shard.wanted
    // Each thread opens its share, and they take turns.
    let rate = shard.plan.connectRate.map { $0 / Double(shard.plan.threads) }
    gap = rate.map { UInt64(min(max(1, 1e9 / $0), 1e18)) } ?? 0
    nextOpening =
      MonotonicClock.nanoseconds + gap / UInt64(shard.plan.threads) * UInt64(shard.number)
  }

  /// Begins; `done` is called when every slot has had its first attempt, or at once when there is
  /// nothing to wait for any more.
  func begin(on loop: isolated EventLoop, _ done: @escaping () -> Void) {
    whenDone = done
    if shard.wasCancelled { return giveUp() }
    shard.opening = self
    if gap > 0 { pace = loop.pacemaker { [unowned self] in openDue() } }
    openDue()
    if attemptsToCome == 0 { giveUp() }
  }

  /// Opens and replaces no more.
  func end() {
    shard.opening = nil
    pace = nil
    queue = []
    place = 0
    giveUp()
  }

  /// Waits for no more of them; attempts under way end with the loop.
  func giveUp() {
    whenDone?()
    whenDone = nil
  }

  /// Whether a connection may still come.
  var isHopeful: Bool { underWay > 0 || backingOff > 0 || place < queue.count }

  private func openDue() {
    while place < queue.count, underWay < Self.atOnce, !shard.isOver {
      if gap > 0 {
        let now = MonotonicClock.nanoseconds
        if now < nextOpening {
          pace?.set(at: nextOpening)
          return
        }
        // What could not be opened in time is not opened all at once later on.
        nextOpening = max(nextOpening, now - min(now, Self.mostBehind)) + gap
      }
      let next = queue[place]
      place += 1
      // Also of one that is never empty, as where connections come and go all the time.
      if 2 * place >= queue.count {
        queue.removeFirst(place)
        place = 0
      }
      open(next.slot, next.failures)
    }
  }

  private func open(_ slot: Int, _ failures: Int) {
    underWay += 1
    let plan = shard.plan
    let endpoint = plan.endpoints[(slot * plan.threads + shard.number) % plan.endpoints.count]
    loop.assumeIsolated { $0.start(self, slot, failures, endpoint) }
  }

  fileprivate func attempt(
    _ slot: Int, _ failures: Int, _ endpoint: Endpoint, on loop: isolated EventLoop
  ) async {
    let began = MonotonicClock.nanoseconds
    do throws(SocketError) {
      try await loop.open(
        to: endpoint, timeout: shard.plan.connectTimeout, options: Self.options
      ) { [shard] _ in shard.newConnection(slot) }
      opened += 1
      underWay -= 1
      shard.hasConnected(slot, after: MonotonicClock.nanoseconds - began)
    } catch {
      underWay -= 1
      // Once the run is over nobody waits for it, and its end is no failure.
      if !shard.isOver { shard.connectFailed(error) }
      if shard.plan.reconnects, !shard.isOver { retry(slot, on: loop) }
    }
    // A slot's second attempt is not another one's first.
    if failures == 0, attemptsToCome > 0 {
      attemptsToCome -= 1
      if attemptsToCome == 0 { giveUp() }
    }
    openDue()
    shard.checkForLife()
  }

  /// A connection has left its slot: another one takes its place, if the plan says so.
  ///
  /// - Parameter hasServed: whether a reply came on it: what failed before it is forgotten then.
  func replace(_ slot: Int, hasFailed: Bool, hasServed: Bool) {
    if hasServed { failures[slot] = nil }
    if !hasFailed {
      queue.append((slot, 0))
      openDue()
    } else if shard.plan.reconnects {
      loop.assumeIsolated { retry(slot, on: $0) }
    }
  }

  /// Tries again after 10 ms, 20 ms, 40 ms … up to a second.
  private func retry(_ slot: Int, on loop: isolated EventLoop) {
    backingOff += 1
    let count = failures[slot, default: 0] + 1
    failures[slot] = count
    loop.after(.milliseconds(min(1000, 10 << min(count - 1, 7)))) { [weak self] in
      guard let self else { return }
      backingOff -= 1
      guard !shard.isOver else { return }
      queue.append((slot, count))
      openDue()
    }
  }
}

extension EventLoop {
  /// A task of the loop's own: it begins on the loop's thread.
  fileprivate func start(
    _ opening: Opening, _ slot: Int, _ failures: Int, _ endpoint: Endpoint
  ) {
    Task { await opening.attempt(slot, failures, endpoint, on: self) }
  }
}
