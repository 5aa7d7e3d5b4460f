/// Reads numbers from the front of bytes, most significant byte first; knows where they end.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// What has not been read.
  var remaining: ArraySlice<UInt8> { rest }

  /// A number of fixed width.
  mutating func integer<Number: FixedWidthInteger>(
    _ type: Number.Type
  ) throws(HistogramEncodingError) -> Number {
    let width = Number.bitWidth / 8
    guard rest.count >= width else { throw .truncated }
    var number: Number = 0
    for byte in rest.prefix(width) { number = number << 8 | Number(byte) }
    rest.removeFirst(width)
    return number
  }

  /// A signed number in ZigZag LEB128, as HdrHistogram cuts it: seven bits a byte, the least
  /// significant first, but all eight of the ninth.
  mutating func zigZag() throws(HistogramEncodingError) -> Int64 {
    var bits: UInt64 = 0
    for place in 0..<9 {
      guard let byte = rest.popFirst() else { throw .truncated }
      let isWhole = place == 8
      bits |= UInt64(isWhole ? byte : byte & 0x7F) << UInt64(7 * place)
      if isWhole || byte & 0x80 == 0 { break }
    }
    return Int64(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))
  }
}

extension [UInt8] {
  /// Appends a number of fixed width, most significant byte first.
  mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// Appends a signed number as ``ByteReader/zigZag()`` reads it.
  mutating func append(zigZag number: Int64) {
    var bits = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    for _ in 0..<8 {
      if bits < 0x80 { break }
      append(UInt8(truncatingIfNeeded: bits) | 0x80)
      bits >>= 7
    }
    append(UInt8(truncatingIfNeeded: bits))
  }
}
