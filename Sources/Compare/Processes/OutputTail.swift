/// The last lines of a stream, in bounded memory, however much comes.
struct OutputTail: Sendable {
  /// How many lines are kept.
  static let lineLimit = 20
  /// How many bytes of a line are kept; the rest of it is dropped.
  static let byteLimit = 1600

  private var lines: [String] = []
  private var partial: [UInt8] = []

  /// The lines as they came, the last one perhaps unfinished, made printable.
  var printable: [String] {
    let unfinished = partial.isEmpty ? [] : [String(decoding: partial, as: UTF8.self)]
    return (lines + unfinished).suffix(Self.lineLimit).map { PrintableText.line($0) }
  }

  /// The last line that is not blank, made printable.
  var lastWords: String? {
    printable.last { line in line.contains { $0 != " " } }
  }

  /// Takes what came.
  ///
  /// - Parameter each: is given every line that became complete, without its line end.
  mutating func append(_ bytes: some Sequence<UInt8>, each: (String) -> Void = { _ in }) {
    for byte in bytes {
      if byte == 0x0A {
        if partial.last == 0x0D { partial.removeLast() }
        let line = String(decoding: partial, as: UTF8.self)
        partial.removeAll(keepingCapacity: true)
        each(line)
        if lines.count == Self.lineLimit { lines.removeFirst() }
        lines.append(line)
      } else if partial.count < Self.byteLimit {
        partial.append(byte)
      }
    }
  }
}
