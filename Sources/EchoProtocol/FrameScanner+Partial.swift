/// How much of new input belongs to a frame whose beginning is already held.
struct FrameRemainder {
  /// The number of new bytes that belong to the held frame.
  var count: Int
  /// Whether they complete it.
  var completes: Bool
}

extension FrameScanner {
  /// How much of new input belongs to the frame whose beginning is held.
  ///
  /// Only the new bytes are looked at, so that a line which never ends, arriving byte by byte,
  /// costs one look per byte.
  ///
  /// - Parameters:
  ///   - held: the frame's beginning, at least one byte and not the whole frame.
  ///   - bytes: what came next, at least one byte.
  /// - Throws: `EchoError` when the frame is certain to pass the limit.
  func remainder(of held: RawSpan, in bytes: RawSpan) throws(EchoError) -> FrameRemainder {
    switch framing {
    case .raw: fatalError("EchoProtocol: raw framing holds no partial frame")
    case .line: try remainderOfLine(heldBytes: held.byteCount, in: bytes)
    case .length: try remainderOfLengthFrame(held, in: bytes)
    }
  }

  private func remainderOfLine(
    heldBytes: Int, in bytes: RawSpan
  ) throws(EchoError) -> FrameRemainder {
    if let lineFeed = bytes.firstOffset(of: Self.lineFeed, from: 0) {
      let count = lineFeed + 1
      // The exact check comes when the line is whole; this one only spares the copy.
      guard heldBytes + count <= limit + 2 else { throw .frameTooLong(limit: limit) }
      return FrameRemainder(count: count, completes: true)
    }
    let last = bytes.byte(at: bytes.byteCount - 1)
    try checkPartialLine(heldBytes + bytes.byteCount, last: last)
    return FrameRemainder(count: bytes.byteCount, completes: false)
  }

  private func remainderOfLengthFrame(
    _ held: RawSpan, in bytes: RawSpan
  ) throws(EchoError) -> FrameRemainder {
    guard held.byteCount + bytes.byteCount >= Framing.prefixBytes else {
      return FrameRemainder(count: bytes.byteCount, completes: false)
    }
    // The prefix may lie across both, so it is put together byte by byte.
    var prefix: UInt32 = 0
    for offset in 0..<Framing.prefixBytes {
      let isHeld = offset < held.byteCount
      let byte = isHeld ? held.byte(at: offset) : bytes.byte(at: offset - held.byteCount)
      prefix = prefix << 8 | UInt32(byte)
    }
    let lacking = Framing.prefixBytes + (try checkedLength(prefix)) - held.byteCount
    return FrameRemainder(
      count: min(lacking, bytes.byteCount), completes: lacking <= bytes.byteCount)
  }
}
