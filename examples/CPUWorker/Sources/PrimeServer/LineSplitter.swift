/// Cuts bytes into lines.
struct LineSplitter {
  /// Bytes of a line: a peer that never ends one must not fill the memory.
  static let longest = 4096

  private var pending: ArraySlice<UInt8> = []

  /// Whether the rest of a line is owed.
  var isMidLine: Bool { !pending.isEmpty }

  /// Whether a line has begun that is over the limit already.
  var isTooLong: Bool { pending.count > Self.longest }

  mutating func append(_ bytes: [UInt8]) { pending += bytes }

  /// The next whole line, without its end.
  mutating func next() -> String? {
    guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { pending = pending[(end + 1)...] }
    return String(decoding: pending[..<end], as: UTF8.self)
  }
}
