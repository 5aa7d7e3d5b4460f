/// The messages of a load and their replies, as connections see them: places in memory that their
/// `Traffic` owns, and that nobody writes to.
///
/// Trivial to copy: on the path of a message nothing is counted.
struct MessageCycle {
  /// Messages in the cycle.
  let count: Int
  fileprivate let requests: UnsafeRawPointer
  fileprivate let requestStart: UnsafePointer<Int>
  fileprivate let replies: UnsafeRawPointer
  fileprivate let replyStart: UnsafePointer<Int>
  /// Bytes of the replies of one cycle.
  let replyBytes: Int
  /// Bytes that the framing adds to a payload.
  private let overhead: Int

  init(
    count: Int, requests: UnsafeRawPointer, requestStart: UnsafePointer<Int>,
    replies: UnsafeRawPointer, replyStart: UnsafePointer<Int>, replyBytes: Int, overhead: Int
  ) {
    self.count = count
    self.requests = requests
    self.requestStart = requestStart
    self.replies = replies
    self.replyStart = replyStart
    self.replyBytes = replyBytes
    self.overhead = overhead
  }

  /// `messages` requests in a row, from the one at `index` of the cycle; at most the plan's
  /// pipeline.
  @inline(__always)
  func requests(from index: Int, _ messages: Int) -> UnsafeRawBufferPointer {
    let start = requestStart[index]
    return UnsafeRawBufferPointer(
      start: requests + start, count: requestStart[index + messages] - start)
  }

  /// Bytes of the payload of the message at `index`.
  @inline(__always)
  func payloadBytes(_ index: Int) -> Int {
    requestStart[index + 1] - requestStart[index] - overhead
  }

  /// Where the reply at `index` of the cycle ends, in the cycle's replies.
  @inline(__always)
  func replyEnd(_ index: Int) -> Int { replyStart[index + 1] }

  /// Where it begins.
  @inline(__always)
  func replyBegin(_ index: Int) -> Int { replyStart[index] }

  /// The reply at `index` of the cycle.
  func reply(_ index: Int) -> UnsafeRawBufferPointer {
    let start = replyStart[index]
    return UnsafeRawBufferPointer(start: replies + start, count: replyStart[index + 1] - start)
  }

  /// Compares received bytes with the replies from `position` of the cycle on, as far as the
  /// cycle's end.
  ///
  /// - Returns: how many bytes were compared, and the first that differs, if one does.
  @inline(__always)
  func compare(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (count: Int, wrong: Int?) {
    let count = min(bytes.count, replyBytes - position)
    guard let theirs = bytes.baseAddress, count > 0,
      compareMemory(replies + position, theirs, count) != 0
    else { return (count, nil) }
    let ours = UnsafeRawBufferPointer(start: replies + position, count: count)
    return (count, (0..<count).first { ours[$0] != bytes[$0] })
  }

  /// At most 16 of the reply bytes at `position`, to show.
  func excerpt(at position: Int) -> [UInt8] {
    Array(
      UnsafeRawBufferPointer(start: replies + position, count: min(16, replyBytes - position)))
  }
}
