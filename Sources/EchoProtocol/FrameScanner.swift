/// A frame found in a span of input, as offsets into that span.
struct ScannedFrame {
  /// The bytes to be transformed.
  var payload: Range<Int>
  /// Where the next frame begins.
  var end: Int
  /// How the answer is sealed.
  var seal: FrameSeal
  /// Whether this is the line that ends the connection.
  var isExit = false
}

/// Cuts input into frames.
///
/// It holds no input itself: it looks at spans and answers offsets.
struct FrameScanner {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  let framing: Framing
  /// The most payload bytes a frame may have.
  let limit: Int

  /// The frame that begins at an offset, or nil when it is not complete yet.
  ///
  /// - Parameter atEnd: whether no more input will come, which completes a last line and makes
  ///   a partial length frame an error.
  func nextFrame(
    in bytes: RawSpan, from start: Int, atEnd: Bool
  ) throws(EchoError) -> ScannedFrame? {
    guard start < bytes.byteCount else { return nil }
    switch framing {
    case .raw:
      // Raw framing has no frames: whatever is there is answered, in pieces of bearable size.
      let end = min(bytes.byteCount, start + limit)
      return ScannedFrame(payload: start..<end, end: end, seal: .none)
    case .line:
      return try nextLine(in: bytes, from: start, atEnd: atEnd)
    case .length:
      return try nextLengthFrame(in: bytes, from: start, atEnd: atEnd)
    }
  }

  private func nextLine(
    in bytes: RawSpan, from start: Int, atEnd: Bool
  ) throws(EchoError) -> ScannedFrame? {
    guard let lineFeed = bytes.firstOffset(of: Self.lineFeed, from: start) else {
      let payload = start..<bytes.byteCount
      guard atEnd else {
        try checkPartialLine(payload.count, last: bytes.byte(at: payload.upperBound - 1))
        return nil
      }
      return try line(payload, end: payload.upperBound, seal: .none, in: bytes)
    }
    if lineFeed > start, bytes.byte(at: lineFeed - 1) == Self.carriageReturn {
      let payload = start..<(lineFeed - 1)
      return try line(payload, end: lineFeed + 1, seal: .carriageReturnLineFeed, in: bytes)
    }
    return try line(start..<lineFeed, end: lineFeed + 1, seal: .lineFeed, in: bytes)
  }

  private func line(
    _ payload: Range<Int>, end: Int, seal: FrameSeal, in bytes: RawSpan
  ) throws(EchoError) -> ScannedFrame {
    guard payload.count <= limit else { throw .frameTooLong(limit: limit) }
    let isExit = payload.count == 4 && bytes.saysExit(at: payload.lowerBound)
    return ScannedFrame(payload: payload, end: end, seal: seal, isExit: isExit)
  }

  /// Refuses a line as soon as no terminator could make it short enough.
  func checkPartialLine(_ count: Int, last: UInt8) throws(EchoError) {
    // A carriage return that came last may be half of a terminator, which the limit leaves out.
    let payload = last == Self.carriageReturn ? count - 1 : count
    guard payload <= limit else { throw .frameTooLong(limit: limit) }
  }

  private func nextLengthFrame(
    in bytes: RawSpan, from start: Int, atEnd: Bool
  ) throws(EchoError) -> ScannedFrame? {
    let have = bytes.byteCount - start
    guard have >= Framing.prefixBytes else {
      if atEnd { throw .truncatedFrame(have: have, announced: nil) }
      return nil
    }
    let announced = try checkedLength(bytes.bigEndianWord(at: start))
    let payload = start + Framing.prefixBytes
    guard bytes.byteCount - payload >= announced else {
      if atEnd { throw .truncatedFrame(have: bytes.byteCount - payload, announced: announced) }
      return nil
    }
    let end = payload + announced
    return ScannedFrame(payload: payload..<end, end: end, seal: .lengthPrefix)
  }

  /// The announced number of payload bytes, refused before a byte of them is stored.
  func checkedLength(_ prefix: UInt32) throws(EchoError) -> Int {
    let announced = Int(prefix)
    guard announced <= limit else { throw .announcedTooLong(announced: announced, limit: limit) }
    return announced
  }
}
