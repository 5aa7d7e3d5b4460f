import EchoProtocol

/// What a server must answer, worked out in the simplest way there is: byte by byte, with all the
/// input at hand, one frame after the other.
struct ReferenceServer {
  let framing: Framing
  let limit: Int
  let transform: TransformChain

  private(set) var output: [UInt8] = []
  private(set) var status = EchoStatus.open
  private var frame: [UInt8] = []

  init(framing: Framing, limit: Int, transform: TransformChain) {
    self.framing = framing
    self.limit = limit
    self.transform = transform
  }

  /// Serves a whole conversation.
  mutating func serve(_ input: [UInt8], ends: Bool) {
    for byte in input where status == .open {
      frame.append(byte)
      switch framing {
      case .raw: reply(to: frame, after: [])
      case .line: line(byte)
      case .length: length()
      }
    }
    guard ends, status == .open else { return }
    switch framing {
    case .raw: break
    case .line:
      if frame.count > limit {
        status = .failed(.frameTooLong(limit: limit))
      } else if !frame.isEmpty {
        reply(to: frame, after: [])
      }
    case .length:
      if frame.count >= 4 {
        status = .failed(.truncatedFrame(have: frame.count - 4, announced: announced))
      } else if !frame.isEmpty {
        status = .failed(.truncatedFrame(have: frame.count, announced: nil))
      }
    }
    if status == .open { status = .ended }
  }

  private mutating func line(_ byte: UInt8) {
    var payload = frame
    var terminator: [UInt8] = []
    if byte == 10 { terminator = [payload.removeLast()] }
    if payload.last == 13 { terminator.insert(payload.removeLast(), at: 0) }
    if payload.count > limit {
      status = .failed(.frameTooLong(limit: limit))
    } else if byte == 10 {
      reply(to: payload, after: terminator)
      if status == .open, payload == Array("exit".utf8) { status = .ended }
    }
  }

  private mutating func length() {
    guard frame.count >= 4 else { return }
    if announced > limit {
      status = .failed(.announcedTooLong(announced: announced, limit: limit))
    } else if frame.count == 4 + announced {
      reply(to: Array(frame.dropFirst(4)), after: [])
    }
  }

  private var announced: Int { frame.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

  private mutating func reply(to payload: [UInt8], after terminator: [UInt8]) {
    frame = []
    var answer = payload
    do {
      try transform.apply(to: &answer)
    } catch {
      return status = .failed(error)
    }
    if framing == .length {
      output += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: answer.count >> $0) }
    }
    output += answer + terminator
  }
}
