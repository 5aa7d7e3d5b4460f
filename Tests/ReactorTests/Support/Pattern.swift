import CLinux

/// A stream of bytes in which every byte is known by its place, so that a lost, doubled or moved
/// one shows.
enum Pattern {
  /// A prime, so that it falls into step with no block size.
  private static let period = 251
  private static let most = 1 << 20
  private static let bytes = (0..<most + period).map { UInt8($0 % period) }

  /// Lends bytes `start..<start + count` of the stream; at most a mebibyte of them.
  static func withBytes<R>(
    from start: Int, _ count: Int, _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    try bytes.withUnsafeBytes { all in
      let offset = start % period
      return try body(UnsafeRawBufferPointer(rebasing: all[offset..<offset + count]))
    }
  }

  /// Whether these are the stream's bytes from `start` on; at most a mebibyte of them.
  static func matches(_ bytes: Slice<UnsafeRawBufferPointer>, from start: Int) -> Bool {
    matches(UnsafeRawBufferPointer(rebasing: bytes), from: start)
  }

  /// Whether these are the stream's bytes from `start` on; at most a mebibyte of them.
  static func matches(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return withBytes(from: start, bytes.count) { memcmp($0.baseAddress!, base, bytes.count) == 0 }
  }
}
