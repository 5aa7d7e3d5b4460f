/// Cuts what arrives into lines; bytes that are no UTF-8 are replaced.
struct LineBuffer {
  /// Bytes of a line, so that a peer that never ends one cannot fill the memory.
  static let longest = 4096

  private var pending: [UInt8] = []
  private var start = 0

  mutating func append(_ bytes: RawSpan) {
    pending.removeFirst(start)
    start = 0
    bytes.withUnsafeBytes { pending.append(contentsOf: $0) }
  }

  /// The next whole line, without its LF or CRLF.
  mutating func next() -> String? {
    guard let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    var line = pending[start..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    start = end + 1
    return String(decoding: line, as: UTF8.self)
  }

  /// Whether a line has begun that is over the limit already.
  var isTooLong: Bool { pending.count - start > Self.longest }
}
