internal import CLinux
internal import EchoProtocol
internal import Reactor
internal import Sockets

/// One client's conversation with blocking calls: read, answer, read again.
///
/// The whole of what a thread or a process does for its client, in the order in which it happens:
/// the operating system keeps the place in the code that a reactor keeps in a state machine.
/// Back-pressure needs no rule: who sends does not read. Two system calls a message, no more.
struct BlockingConversation: ~Copyable {
  private static let bufferBytes = 64 * 1024

  private let fd: Int32
  private let slot: ClientSlot
  private let context: BlockingContext
  private let drain: SharedFlag
  private let buffer: UnsafeMutableRawPointer
  private var session: EchoSession
  private var workspace = EchoWorkspace()

  /// Serves a client until it, or this side, has had enough.
  ///
  /// - Parameters:
  ///   - fd: a blocking socket, which stays the caller's.
  ///   - service: which of the services it came to.
  /// - Returns: why it ended.
  static func hold(
    _ fd: Int32, _ service: Int, _ slot: ClientSlot, _ context: BlockingContext
  ) -> CloseReason {
    if context.idleTimeout > 0 { BlockingCalls.setTimeout(fd, receive: context.idleTimeout) }
    if context.stallTimeout > 0 { BlockingCalls.setTimeout(fd, send: context.stallTimeout) }
    var conversation = BlockingConversation(fd, service, slot, context)
    return conversation.converse()
  }

  private init(_ fd: Int32, _ service: Int, _ slot: ClientSlot, _ context: BlockingContext) {
    self.fd = fd
    self.slot = slot
    self.context = context
    drain = context.counters.flag(.isDraining)
    session = EchoSession(context.services[service].echo)
    buffer = .allocate(byteCount: Self.bufferBytes, alignment: 16)
  }

  deinit { buffer.deallocate() }

  private mutating func converse() -> CloseReason {
    var sink = BlockingSink(fd, slot, context)
    while true {
      let isDraining = drain.isRaised
      if isDraining { slot.notice() }
      // A drain answers what has arrived, and the rest of a frame that has begun.
      let waits = !isDraining || !session.isBetweenFrames
      switch BlockingCalls.receive(fd, buffer, Self.bufferBytes, waits: waits) {
      case .bytes(let count):
        slot.addReceived(count)
        let bytes = RawSpan(_unsafeStart: buffer, byteCount: count)
        let status = pursue(session.receive(bytes, into: &sink, using: &workspace), &sink)
        if let failure = sink.failure { return failure }
        if case .open = status { continue }
        return end(status)
      case .endOfStream:
        // This side has shut the socket down: half a frame is no fault of the peer.
        if context.isCut { return .aborted }
        let status = pursue(session.inputEnded(into: &sink, using: &workspace), &sink)
        if let failure = sink.failure { return failure }
        note(status)
        return .finished
      case .wouldBlock: return waits ? .idle : end(.ended)
      case .failed(.interrupted): if context.isCut { return .aborted }
      case .failed(let errno): return .failed(errno)
      }
    }
  }

  /// Goes on with what one read has brought, as long as there is somebody to do it for.
  ///
  /// - Returns: what the session wants behind it.
  @inline(__always)
  private mutating func pursue(_ first: EchoStatus, _ sink: inout BlockingSink) -> EchoStatus {
    var status = first
    while case .stalled = status, sink.failure == nil {
      sink.sentWhatWasGathered()
      status = session.resume(into: &sink, using: &workspace)
    }
    sink.sentWhatWasGathered()
    return status
  }

  /// Everything owed is sent: says so, and waits for the peer's own end, because closing earlier
  /// would make the kernel reset the connection and the peer lose what was sent to it.
  private func end(_ status: EchoStatus) -> CloseReason {
    note(status)
    BlockingCalls.shutdownOutput(fd)
    let deadline = MonotonicClock.nanoseconds &+ context.lingerTimeout
    while true {
      let now = MonotonicClock.nanoseconds
      guard now < deadline, !context.isCut else { return .finished }
      BlockingCalls.setTimeout(fd, receive: deadline - now)
      switch BlockingCalls.receive(fd, buffer, Self.bufferBytes) {
      case .bytes(let count): slot.addReceived(count)
      case .failed(.interrupted): if context.isDraining { slot.notice() }
      case .endOfStream, .wouldBlock, .failed: return .finished
      }
    }
  }

  private func note(_ status: EchoStatus) {
    if case .failed(let error) = status { context.failures.count(error, "#\(fd)") }
  }
}

/// The way out of a session: replies to the socket, jobs done on the spot.
private struct BlockingSink: EchoSink {
  private let fd: Int32
  private let slot: ClientSlot
  private unowned(unsafe) let context: BlockingContext
  /// Why the peer cannot be sent to any more.
  private(set) var failure: CloseReason?
  /// When the first of the jobs began whose answers are gathered; 0: none is.
  private var gathersSince: UInt64 = 0
  /// What is answered may wait so long for what comes behind it in the same read, and for the frame
  /// that is in work by then: jobs that are done sooner leave together, in one call.
  private static let longestGathering: UInt64 = 1_000_000

  /// - Parameter context: held by the conversation, which outlives its sink.
  init(_ fd: Int32, _ slot: ClientSlot, _ context: BlockingContext) {
    self.fd = fd
    self.slot = slot
    self.context = context
  }

  @inline(__always)
  mutating func reply(_ bytes: RawSpan) {
    guard failure == nil else { return }
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      var sent = 0
      while sent < bytes.count {
        switch BlockingCalls.send(fd, start + sent, bytes.count - sent) {
        case .bytes(let count):
          sent += count
          slot.addSent(count)
        case .wouldBlock, .endOfStream: return failure = .stalled
        case .failed(.interrupted): if isInterrupted() { return failure = .aborted }
        case .failed(let errno): return failure = .failed(errno)
        }
      }
    }
  }

  private func isInterrupted() -> Bool {
    if context.isDraining { slot.notice() }
    return context.isCut
  }

  /// Runs the job here and now; refuses it while older answers have to leave first, and for good
  /// once nobody would read its answer.
  mutating func submit(_ job: inout EchoJob) -> JobAdmission {
    if context.isCut, failure == nil { failure = .aborted }
    guard failure == nil else { return .refused }
    let now = MonotonicClock.nanoseconds
    if gathersSince == 0 { gathersSince = now }
    guard now - gathersSince <= Self.longestGathering else { return .refused }
    job.run()
    return .done
  }

  @inline(__always)
  mutating func sentWhatWasGathered() { gathersSince = 0 }
}
