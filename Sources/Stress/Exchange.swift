/// The conversation of one connection of a load, without I/O and without a clock: which messages
/// are in flight since when, and whether what comes back is right.
///
/// Confined to the loop of its connection.
struct Exchange: ~Copyable {
  /// When a message was due and when it was sent, in nanoseconds.
  struct Times: Equatable {
    let due: UInt64
    let sent: UInt64
  }

  /// Replies that were verified to their last byte, and whose times are all the same: what was
  /// sent in one piece often comes back in one.
  struct Replies {
    let times: Times
    /// When their first byte came, in nanoseconds.
    let firstByte: UInt64
    /// How many.
    fileprivate(set) var count = 1
    /// Bytes of the messages' payloads.
    fileprivate(set) var payloadBytes: Int
  }

  private let cycle: MessageCycle
  private let pipeline: Int
  /// The next message to send, in the cycle.
  private var nextRequest: Int
  /// The message whose reply is awaited, in the cycle.
  private var nextReply: Int
  /// The next byte awaited, in the cycle's replies.
  private var position: Int
  /// When the first byte of the reply that is coming in came.
  private var firstByte: UInt64 = 0
  /// Messages in flight: a ring of `pipeline` places.
  private let ring: UnsafeMutablePointer<Times>
  /// The place of the oldest.
  private var oldest = 0
  private(set) var inFlight = 0
  /// Replies verified.
  private(set) var verified = 0
  /// Messages it may still send.
  private(set) var budget: Int

  /// - Parameters:
  ///   - start: where in the cycle it begins.
  ///   - budget: how many messages it sends in all.
  init(_ cycle: MessageCycle, start: Int, pipeline: Int, budget: Int = .max) {
    self.cycle = cycle
    self.pipeline = pipeline
    self.budget = budget
    nextRequest = start
    nextReply = start
    position = cycle.replyBegin(start)
    ring = .allocate(capacity: pipeline)
  }

  deinit { ring.deallocate() }

  /// How many messages may be sent now.
  @inline(__always)
  var room: Int { min(pipeline - inFlight, budget) }

  /// Whether it has sent all it was to send, and has its replies.
  @inline(__always)
  var isDone: Bool { budget == 0 && inFlight == 0 }

  /// When the oldest message in flight was sent; `.max`: there is none.
  var oldestSent: UInt64 { inFlight > 0 ? ring[oldest].sent : .max }

  /// Takes the next messages, at most `room`.
  ///
  /// - Returns: their bytes, to be sent now.
  @inline(__always)
  mutating func take(_ messages: Int, due: UInt64, now: UInt64) -> UnsafeRawBufferPointer {
    var place = oldest + inFlight
    for _ in 0..<messages {
      if place >= pipeline { place -= pipeline }
      ring[place] = Times(due: due, sent: now)
      place += 1
    }
    inFlight += messages
    budget -= messages
    let first = nextRequest
    nextRequest += messages
    if nextRequest >= cycle.count { nextRequest -= cycle.count }
    return cycle.requests(from: first, messages)
  }

  /// Verifies what has come.
  ///
  /// - Parameter settle: called for the replies that are complete.
  /// - Returns: what is wrong with it, or `nil`.
  @inline(__always)
  mutating func received(
    _ bytes: UnsafeRawBufferPointer, now: UInt64, settle: (Replies) -> Void
  ) -> Mismatch? {
    var rest = bytes
    while !rest.isEmpty {
      if firstByte == 0 { firstByte = now }
      let (count, wrong) = cycle.compare(rest, at: position)
      let right = wrong ?? count
      position += right
      // Before a wrong byte is judged: the replies in front of it are right and count.
      if !settleReplies(now, settle) { return unasked(rest, right) }
      if wrong != nil { return inFlight > 0 ? mismatch(rest, right) : unasked(rest, right) }
      if position == cycle.replyBytes { position = 0 }
      rest = UnsafeRawBufferPointer(rebasing: rest[right...])
    }
    return nil
  }

  /// Settles the replies that are complete.
  ///
  /// - Returns: `false` when more came than was asked for.
  @inline(__always)
  private mutating func settleReplies(_ now: UInt64, _ settle: (Replies) -> Void) -> Bool {
    guard inFlight > 0 else { return position == cycle.replyBegin(nextReply) }
    guard position >= cycle.replyEnd(nextReply) else { return true }
    var replies = Replies(times: ring[oldest], firstByte: firstByte, count: 0, payloadBytes: 0)
    defer { settle(replies) }
    while position >= cycle.replyEnd(nextReply) {
      guard inFlight > 0 else { return false }
      if firstByte != replies.firstByte || ring[oldest] != replies.times {
        settle(replies)
        replies = Replies(times: ring[oldest], firstByte: firstByte, count: 0, payloadBytes: 0)
      }
      replies.count += 1
      replies.payloadBytes += cycle.payloadBytes(nextReply)
      // What is behind this reply has come with its last byte.
      firstByte = position > cycle.replyEnd(nextReply) ? now : 0
      oldest = oldest + 1 == pipeline ? 0 : oldest + 1
      inFlight -= 1
      verified += 1
      let isLast = nextReply + 1 == cycle.count
      nextReply = isLast ? 0 : nextReply + 1
      if isLast { break }
    }
    return inFlight > 0 || position == cycle.replyBytes
      || position == cycle.replyBegin(nextReply)
  }

  /// The byte at `wrong`, which is to be at `position`, differs from what was asked for.
  private func mismatch(_ bytes: UnsafeRawBufferPointer, _ wrong: Int) -> Mismatch {
    Mismatch(
      message: verified, offset: position - cycle.replyBegin(nextReply),
      expected: cycle.excerpt(at: position), received: excerpt(of: bytes, from: wrong))
  }

  /// Nothing is in flight, and yet there are bytes behind the last reply, of which those up to
  /// `end` look like the next one's.
  private func unasked(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> Mismatch {
    let start = max(0, end - (position - cycle.replyBegin(nextReply)))
    return Mismatch(
      message: verified, offset: 0, expected: [], received: excerpt(of: bytes, from: start))
  }

  private func excerpt(of bytes: UnsafeRawBufferPointer, from start: Int) -> [UInt8] {
    Array(bytes[start..<min(bytes.count, start + 16)])
  }
}
