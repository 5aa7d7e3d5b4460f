internal import Reactor

/// One connection of a load: keeps messages in flight, verifies what comes back, takes the time.
///
/// Loop-confined.
final class StressConnection: ConnectionHandler {
  /// Its own, and not only the run's: a connection may outlive the run that has given it up.
  private let run: LoadRun
  private let traffic: Traffic
  private let pipeline: Int
  private var connection: Connection?

  /// The next message to send, in the cycle.
  private var nextRequest: Int
  /// The message whose reply is awaited, in the cycle.
  private var nextReply: Int
  /// The next byte awaited, in the cycle's replies.
  private var position: Int
  /// When the messages in flight were sent, in nanoseconds; a ring of `pipeline` places.
  private let sentAt: UnsafeMutablePointer<UInt64>
  /// The place of the oldest.
  private var oldest = 0
  private(set) var inFlight = 0
  private var verified = 0
  private var hasFailed = false

  /// - Parameter start: where in the cycle it begins.
  init(_ run: LoadRun, start: Int) {
    self.run = run
    traffic = run.traffic
    pipeline = run.plan.pipeline
    nextRequest = start
    nextReply = start
    position = run.traffic.replyBegin(start)
    sentAt = .allocate(capacity: pipeline)
  }

  deinit { sentAt.deallocate() }

  func connected(_ connection: Connection) {
    self.connection = connection
    // The run was cancelled while this one was still connecting.
    if run.isOver { connection.abort() }
  }

  /// Sends as many messages as are missing to a full pipeline, in one piece.
  @inline(__always)
  func fill() {
    let missing = pipeline - inFlight
    guard missing > 0, run.isLoading, let connection else { return }
    let now = MonotonicClock.nanoseconds
    var place = oldest + inFlight
    for _ in 0..<missing {
      if place >= pipeline { place -= pipeline }
      sentAt[place] = now
      place += 1
    }
    inFlight = pipeline
    let first = nextRequest
    nextRequest += missing
    if nextRequest >= traffic.count { nextRequest -= traffic.count }
    traffic.withRequests(from: first, missing) { _ = connection.send($0) }
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    guard !hasFailed else { return }
    let now = MonotonicClock.nanoseconds
    bytes.withUnsafeBytes { buffer in
      var rest = buffer
      while !rest.isEmpty {
        let (count, wrong) = traffic.compare(rest, at: position)
        let right = wrong ?? count
        position += right
        // Before a wrong byte is judged: the replies in front of it are right and count.
        if !settleReplies(now) { return unasked(rest, right) }
        if wrong != nil { return inFlight > 0 ? mismatch(rest, right) : unasked(rest, right) }
        if position == traffic.replyBytes { position = 0 }
        rest = UnsafeRawBufferPointer(rebasing: rest[right...])
      }
      fill()
    }
  }

  /// Records the replies that are complete.
  ///
  /// - Returns: `false` when more came than was asked for.
  @inline(__always)
  private func settleReplies(_ now: UInt64) -> Bool {
    while position >= traffic.replyEnd(nextReply) {
      guard inFlight > 0 else { return false }
      run.record(now &- sentAt[oldest])
      oldest = oldest + 1 == pipeline ? 0 : oldest + 1
      inFlight -= 1
      verified += 1
      let isLast = nextReply + 1 == traffic.count
      nextReply = isLast ? 0 : nextReply + 1
      if isLast { break }
    }
    return inFlight > 0 || position == traffic.replyBytes
      || position == traffic.replyBegin(nextReply)
  }

  /// Ends it if its oldest message has waited since before `limit`.
  func expire(before limit: UInt64) {
    guard inFlight > 0, sentAt[oldest] < limit, !hasFailed else { return }
    fail { run.failed(.timeout) }
  }

  /// The run is over, and the server had its chance to take its leave.
  func cut() { connection?.abort() }

  /// The run is over.
  func end() {
    hasFailed = true
    connection?.finish()
  }

  func inputEnded(on connection: Connection) {
    // Before the load has begun a server has no reason to leave either.
    if inFlight > 0 || !run.isEnding, !hasFailed { fail { run.failed(.closedEarly) } }
    connection.finish()
  }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    if !hasFailed, case .failed = reason { fail { run.failed(.reset) } }
    self.connection = nil
    run.hasEnded(self)
  }

  /// The byte at `wrong`, which is to be at `position`, differs from what was asked for.
  private func mismatch(_ bytes: UnsafeRawBufferPointer, _ wrong: Int) {
    let found = Mismatch(
      message: verified, offset: position - traffic.replyBegin(nextReply),
      expected: traffic.excerpt(at: position), received: excerpt(of: bytes, from: wrong))
    fail { run.mismatched(found) }
  }

  /// Nothing is in flight, and yet there are bytes behind the last reply, of which those up to
  /// `end` look like the next one's.
  private func unasked(_ bytes: UnsafeRawBufferPointer, _ end: Int) {
    let start = max(0, end - (position - traffic.replyBegin(nextReply)))
    let found = Mismatch(
      message: verified, offset: 0, expected: [], received: excerpt(of: bytes, from: start))
    fail { run.mismatched(found) }
  }

  private func excerpt(of bytes: UnsafeRawBufferPointer, from start: Int) -> [UInt8] {
    Array(bytes[start..<min(bytes.count, start + 16)])
  }

  private func fail(_ count: () -> Void) {
    hasFailed = true
    count()
    connection?.abort()
  }
}
