/// What turns an answer back into a frame on the wire.
enum FrameSeal: UInt8, Sendable {
  /// Nothing: raw framing, or a last line that came without its terminator.
  case none
  /// A line feed after it.
  case lineFeed
  /// A carriage return and a line feed after it.
  case carriageReturnLineFeed
  /// Its length before it.
  case lengthPrefix
}

extension FrameSeal {
  /// Adds a sealed frame to bytes on the wire.
  func append(_ frame: [UInt8], to bytes: inout [UInt8]) {
    if self == .lengthPrefix { bytes.append(bigEndian: UInt32(frame.count)) }
    bytes.append(contentsOf: frame)
    appendTerminator(to: &bytes)
  }

  /// Adds what follows a frame on the wire.
  func appendTerminator(to bytes: inout [UInt8]) {
    switch self {
    case .none, .lengthPrefix: break
    case .lineFeed: bytes.append(FrameScanner.lineFeed)
    case .carriageReturnLineFeed:
      bytes.append(FrameScanner.carriageReturn)
      bytes.append(FrameScanner.lineFeed)
    }
  }
}
