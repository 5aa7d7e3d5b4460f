internal import CLinux

// The few reads that framing needs. Pointers appear here and nowhere else in the protocol; none
// leaves the closure that it is lent to, and each read checks its bounds.
extension RawSpan {
  /// The offset of the first occurrence of a byte at or after an offset.
  func firstOffset(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      precondition(start >= 0 && start <= bytes.count)
      // An empty span has no base address, and nothing to find.
      guard start < bytes.count, let base = bytes.baseAddress else { return nil }
      guard let found = memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  /// The byte at an offset.
  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount)
    return unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Whether the bytes from an offset on say `exit`, given that four are there.
  func saysExit(at offset: Int) -> Bool {
    bigEndianWord(at: offset) == 0x6578_6974
  }

  /// The big-endian 32-bit number at an offset.
  func bigEndianWord(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= byteCount - 4)
    return UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}

extension [UInt8] {
  /// Appends a span's bytes.
  mutating func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { append(contentsOf: $0) }
  }

  /// Appends a big-endian 32-bit number.
  mutating func append(bigEndian number: UInt32) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
