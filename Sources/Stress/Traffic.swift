internal import EchoProtocol

/// What is sent, and what must come back: one cycle of messages, made before the load starts, so
/// that sending is handing over a slice and verifying is comparing memory.
///
/// The messages differ, and each connection starts somewhere else in the cycle: a reply that is
/// lost, doubled, swapped or another connection's is a mismatch.
final class Traffic {
  /// How much of each direction is made: enough variety, and still in the processor's cache.
  private static let cycleBytes = 128 * 1024
  static let mostMemory = 1 << 30

  /// Messages in the cycle.
  let count: Int
  /// The messages of the cycle and, behind them, its first ones again, so that any run of
  /// `pipeline` messages is contiguous.
  private let requests: [UInt8]
  private let requestStart: [Int]
  private let replies: [UInt8]
  private let replyStart: [Int]

  init(_ plan: StressPlan) throws(EchoError) {
    count = Self.messages(size: plan.sizes.largest, pipeline: plan.pipeline)
    var random = SplitMix64(seed: plan.seed)
    var requests: [UInt8] = []
    var requestStart = [0]
    var replies: [UInt8] = []
    var replyStart = [0]
    var payloads: [[UInt8]] = []
    for _ in 0..<count {
      let payload = Self.payload(plan, &random)
      payloads.append(payload)
      requests += plan.echo.encode(request: payload)
      requestStart.append(requests.count)
      replies += try plan.echo.expectedReply(to: payload)
      replyStart.append(replies.count)
    }
    for payload in payloads.prefix(plan.pipeline) {
      requests += plan.echo.encode(request: payload)
      requestStart.append(requests.count)
    }
    self.requests = requests
    self.requestStart = requestStart
    self.replies = replies
    self.replyStart = replyStart
  }

  /// Bytes of memory a load of such messages needs.
  static func memory(size: Int, pipeline: Int) -> Int {
    // So that nothing below overflows.
    guard size <= mostMemory, pipeline <= mostMemory else { return .max }
    return messages(size: size, pipeline: pipeline) * (size + bookkeepingBytes) * 2
  }

  /// Where a message begins in each direction, and in flight when it was sent.
  private static let bookkeepingBytes = 16

  private static func messages(size: Int, pipeline: Int) -> Int {
    max(2 * pipeline + 1, min(4096, cycleBytes / size))
  }

  private static func payload(_ plan: StressPlan, _ random: inout SplitMix64) -> [UInt8] {
    while true {
      let payload = (0..<plan.sizes.largest).map { _ -> UInt8 in
        let byte = UInt8(truncatingIfNeeded: random.next())
        // Lines are printable, so that none ends early; 0x21...0x7E.
        return plan.echo.framing == .line ? 0x21 + byte % 94 : byte
      }
      // The one line that would end the connection.
      if payload != Array("exit".utf8) { return payload }
    }
  }

  /// Lends `messages` requests in a row, from the one at `index` of the cycle.
  @inline(__always)
  func withRequests(from index: Int, _ messages: Int, _ body: (RawSpan) -> Void) {
    let range = requestStart[index]..<requestStart[index + messages]
    requests.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range]).bytes) }
  }

  /// Where the reply at `index` of the cycle ends, in the cycle's replies.
  @inline(__always)
  func replyEnd(_ index: Int) -> Int { replyStart[index + 1] }

  /// Where it begins.
  @inline(__always)
  func replyBegin(_ index: Int) -> Int { replyStart[index] }

  /// How many bytes the replies of one cycle have.
  var replyBytes: Int { replies.count }

  /// Compares received bytes with the replies from `position` of the cycle on, as far as the
  /// cycle's end.
  ///
  /// - Returns: how many bytes were compared, and the first that differs, if one does.
  @inline(__always)
  func compare(_ bytes: UnsafeRawBufferPointer, at position: Int) -> (count: Int, wrong: Int?) {
    replies.withUnsafeBytes { replies in
      let count = min(bytes.count, replies.count - position)
      guard let ours = replies.baseAddress, let theirs = bytes.baseAddress, count > 0,
        compareMemory(ours + position, theirs, count) != 0
      else { return (count, nil) }
      return (count, (0..<count).first { replies[position + $0] != bytes[$0] })
    }
  }

  /// At most 16 of the reply bytes at `position`, to show.
  func excerpt(at position: Int) -> [UInt8] {
    Array(replies[position..<min(position + 16, replies.count)])
  }
}

/// A small generator whose sequence depends on its seed alone (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
