internal import EchoProtocol
internal import Measurement

/// What is sent, and what must come back: one cycle of messages, made before the load starts, so
/// that sending is handing over a slice and verifying is comparing memory.
///
/// The messages differ, and each connection starts somewhere else in the cycle: a reply that is
/// lost, doubled, swapped or another connection's is a mismatch. `@unchecked Sendable`: written
/// in `init` alone.
final class Traffic: @unchecked Sendable {
  /// How much of each direction is made: enough variety, and still in the processor's cache.
  private static let cycleBytes = 64 * 1024
  static let mostMemory = 1 << 30

  /// What connections use, without counting references; valid for as long as this object is.
  let cycle: MessageCycle

  private let requests: UnsafeMutableRawBufferPointer
  /// `nil` where the requests serve: what was just sent is in the cache when it comes back.
  private let replies: UnsafeMutableRawBufferPointer?
  private let requestStart: UnsafeMutableBufferPointer<Int>
  private let replyStart: UnsafeMutableBufferPointer<Int>

  init(_ plan: StressPlan) throws(EchoError) {
    let payloads = try Payloads(plan).made()
    let count = payloads.count
    var requests: [UInt8] = []
    var requestStart = [0]
    var replies: [UInt8] = []
    var replyStart = [0]
    for payload in payloads {
      requests += plan.echo.encode(request: payload)
      requestStart.append(requests.count)
      replies += try plan.echo.expectedReply(to: payload)
      replyStart.append(replies.count)
    }
    let isEcho = replies == requests
    // Behind the last message the first ones again, so that any run of `pipeline` messages is
    // contiguous.
    for payload in payloads.prefix(plan.pipeline) {
      requests += plan.echo.encode(request: payload)
      requestStart.append(requests.count)
    }
    self.requests = Self.copy(requests)
    self.replies = isEcho ? nil : Self.copy(replies)
    self.requestStart = Self.copy(requestStart)
    self.replyStart = Self.copy(replyStart)
    cycle = MessageCycle(
      count: count, requests: UnsafeRawPointer(self.requests.baseAddress!),
      requestStart: UnsafePointer(self.requestStart.baseAddress!),
      replies: UnsafeRawPointer((self.replies ?? self.requests).baseAddress!),
      replyStart: UnsafePointer(self.replyStart.baseAddress!), replyBytes: replies.count,
      overhead: plan.echo.encode(request: payloads[0]).count - payloads[0].count)
  }

  deinit {
    requests.deallocate()
    replies?.deallocate()
    requestStart.deallocate()
    replyStart.deallocate()
  }

  /// Bytes of memory that a plan's load needs to verify.
  static func memory(_ plan: StressPlan) -> Int {
    let size = plan.sizes.largest
    // So that nothing below overflows.
    guard size <= mostMemory, plan.pipeline <= mostMemory else { return .max }
    if let payload = plan.payload, plan.echo.framing == .line {
      let lines = payload.count { $0 == UInt8(ascii: "\n") } + 1
      return (payload.count + lines * bookkeepingBytes) * Payloads.rounds(of: lines, plan) * 2
    }
    let mean = plan.payload == nil ? Int(plan.sizes.mean) : size
    return messages(plan) * (mean + bookkeepingBytes) * 2
  }

  /// Where a message begins in each direction, and in flight when it was due and sent.
  private static let bookkeepingBytes = 24

  /// How many messages a cycle has.
  static func messages(_ plan: StressPlan) -> Int {
    // A mixture is only one when rare sizes are in it.
    let variety = plan.sizes.isFixed ? 1 : 512
    let mean = max(1, Int(plan.sizes.mean))
    return max(2 * plan.pipeline + 1, min(4096, max(cycleBytes / mean, variety)))
  }

  private static func copy(_ bytes: [UInt8]) -> UnsafeMutableRawBufferPointer {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, bytes.count), alignment: 64)
    buffer.copyBytes(from: bytes)
    return buffer
  }

  private static func copy(_ places: [Int]) -> UnsafeMutableBufferPointer<Int> {
    let buffer = UnsafeMutableBufferPointer<Int>.allocate(capacity: places.count)
    _ = buffer.initialize(from: places)
    return buffer
  }
}
