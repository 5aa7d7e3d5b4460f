/// The buffers that a session needs during a call, owned by a thread and lent to all its sessions.
///
/// So a session that is between frames owns no buffer, and at steady state no message allocates.
/// One workspace belongs to one thread or loop. It has no meaning from one call to the next: any
/// session may use any workspace.
public struct EchoWorkspace: ~Copyable, Sendable {
  /// How many bytes of replies are gathered before they are handed to the sink.
  public static let gatherBytes = 64 * 1024

  /// The largest buffer that is kept for reuse: one huge frame must not stay in memory for ever.
  static let keptBytes = 256 * 1024

  /// The largest buffer that is kept to hold partial frames, one of which a slow peer may then
  /// own for long.
  static let keptHoldingBytes = 16 * 1024

  /// Replies that wait to leave together.
  private(set) var replies: [UInt8] = []

  /// Where a frame is transformed.
  var frame: [UInt8] = []

  /// An empty buffer for the next session that has to hold a partial frame.
  private var holding: [UInt8] = []

  /// Makes a workspace.
  ///
  /// It allocates when it is first used.
  public init() {}

  /// Seals an answer and adds it to the replies.
  ///
  /// The buffer that is handed in is used up.
  mutating func gather(
    _ answer: inout [UInt8], seal: FrameSeal, into sink: inout some EchoSink & ~Copyable
  ) {
    if replies.isEmpty, seal != .lengthPrefix {
      // The first answer becomes the replies: a peer that waits for each one costs no copy.
      swap(&replies, &answer)
      seal.appendTerminator(to: &replies)
    } else {
      seal.append(answer, to: &replies)
    }
    if replies.count >= Self.gatherBytes { flush(into: &sink) }
  }

  /// Passes frames on as they came.
  ///
  /// They are not copied, unless that lets them leave together with replies around them: copying a
  /// little is cheaper than sending twice.
  ///
  /// - Parameter waits: whether replies that come right after are worth waiting for.
  mutating func pass(
    _ frames: RawSpan, waiting waits: Bool, into sink: inout some EchoSink & ~Copyable
  ) {
    guard !frames.isEmpty else { return }
    let isAlone = replies.isEmpty && !waits
    if !isAlone, replies.count + frames.byteCount <= Self.gatherBytes {
      return replies.append(frames)
    }
    flush(into: &sink)
    sink.reply(frames)
  }

  /// Hands over whatever replies wait.
  mutating func flush(into sink: inout some EchoSink & ~Copyable) {
    guard !replies.isEmpty else { return }
    sink.reply(replies.span.bytes)
    if replies.capacity > Self.keptBytes {
      replies = []
    } else {
      replies.removeAll(keepingCapacity: true)
    }
  }

  /// Takes the frame buffer, filled with a payload.
  mutating func takeFrame(_ payload: RawSpan) -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &frame)
    taken.removeAll(keepingCapacity: true)
    taken.append(payload)
    return taken
  }

  /// Takes a frame buffer back.
  mutating func giveBack(frame buffer: consuming [UInt8]) {
    if buffer.capacity > frame.capacity, buffer.capacity <= Self.keptBytes { frame = buffer }
  }

  /// Takes an empty buffer to hold a partial frame.
  mutating func takeHolding() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &holding)
    return taken
  }

  /// Takes a holding buffer back.
  mutating func giveBack(holding buffer: consuming [UInt8]) {
    guard buffer.capacity > holding.capacity, buffer.capacity <= Self.keptHoldingBytes else {
      return
    }
    buffer.removeAll(keepingCapacity: true)
    holding = buffer
  }
}
