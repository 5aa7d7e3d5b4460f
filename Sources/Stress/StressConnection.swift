internal import Reactor

/// One connection of a load: the shell around `Exchange` that sends and receives.
///
/// Loop-confined.
final class StressConnection: ConnectionHandler {
  /// Its place among the connections of its shard; another takes it when this one is gone.
  let slot: Int
  private let shard: LoadShard
  /// Its own, and not only the shard's: a connection may outlive the run that has given it up.
  private let traffic: Traffic
  private var connection: Connection?
  @exclusivity(unchecked) private var exchange: Exchange
  /// Nothing that happens to it is of interest any more.
  @exclusivity(unchecked) private var isOver = false

  /// - Parameter start: where in the cycle it begins.
  init(_ shard: LoadShard, slot: Int, start: Int) {
    self.shard = shard
    self.slot = slot
    traffic = shard.traffic
    exchange = Exchange(
      traffic.cycle, start: start, pipeline: shard.plan.pipeline,
      budget: shard.plan.messagesPerConnection ?? .max)
  }

  /// Messages whose replies are awaited.
  var inFlight: Int { exchange.inFlight }

  /// Whether a reply has come on it.
  var hasBeenAnswered: Bool { exchange.verified > 0 }

  /// How many messages may be sent now.
  @inline(__always)
  var room: Int { isOver ? 0 : exchange.room }

  func connected(_ connection: Connection) {
    self.connection = connection
    // The run was cancelled while this one was still connecting.
    if shard.isOver { connection.abort() }
  }

  /// Sends messages, at most `room`, in one piece.
  ///
  /// - Parameters:
  ///   - due: when they should have been sent, in nanoseconds.
  ///   - now: the time.
  @inline(__always)
  func send(_ messages: Int, due: UInt64, now: UInt64) {
    guard messages > 0, let connection else { return }
    _ = connection.send(exchange.take(messages, due: due, now: now).bytes)
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    guard !isOver else { return }
    let now = MonotonicClock.nanoseconds
    let before = exchange.inFlight
    let mismatch = bytes.withUnsafeBytes { bytes in
      exchange.received(bytes, now: now) { shard.record($0, now) }
    }
    if let mismatch { return fail { shard.mismatched(mismatch) } }
    if exchange.isDone { return retire() }
    // Comparing took its time where there was much to compare.
    let later = bytes.byteCount > 4096 ? MonotonicClock.nanoseconds : now
    shard.answered(self, before - exchange.inFlight, later)
  }

  /// Ends it if its oldest message has waited since before `limit`.
  func expire(before limit: UInt64) {
    guard exchange.oldestSent < limit, !isOver else { return }
    fail { shard.failed(.timeout) }
  }

  /// The run is over, and the server had its chance to take its leave.
  func cut() { connection?.abort() }

  /// The run is over.
  func end() {
    isOver = true
    connection?.finish()
  }

  func inputEnded(on connection: Connection) {
    // Before the load has begun a server has no reason to leave either.
    if exchange.inFlight > 0 || !shard.isEnding, !isOver { fail { shard.failed(.closedEarly) } }
    connection.finish()
  }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    if !isOver, case .failed = reason { fail { shard.failed(.reset) } }
    self.connection = nil
    shard.hasGone(self)
  }

  /// It has done what one connection is to do, and makes room for another.
  private func retire() {
    end()
    shard.hasRetired(self)
  }

  private func fail(_ count: () -> Void) {
    isOver = true
    count()
    connection?.abort()
    shard.hasFailed(self)
  }
}
