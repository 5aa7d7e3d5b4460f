/// The first wrong reply, byte by byte.
struct HTMLMismatch {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    guard let first = record.firstMismatch else { return "" }
    let expected = Self.bytes(first.expected)
    let received = Self.bytes(first.received)
    return """
      <section class="panel" id="mismatch"><h2>The first wrong reply</h2>
      <p>Reply \(HTMLFigure.count("first_mismatch.message", first.message)) of its connection, \
      from byte \(HTMLFigure.count("first_mismatch.offset", first.offset)) on; both count from 0.</p>
      <div class="scroll"><table class="hex"><tbody>
      \(Self.row("expected", expected, beside: received))
      \(Self.row("received", received, beside: expected))
      </tbody></table></div></section>

      """
  }

  /// The words of a row of bytes; what is no byte is shown as it stands.
  private static func bytes(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  private static func row(_ name: String, _ bytes: [String], beside other: [String]) -> Markup {
    func marked(_ index: Int, _ text: String) -> Markup {
      other.indices.contains(index) && other[index] == bytes[index]
        ? "\(text)" : "<mark>\(text)</mark>"
    }
    let hex = bytes.enumerated().map { index, byte -> Markup in "\(marked(index, byte)) " }
    let text = bytes.enumerated().map { index, byte -> Markup in marked(index, character(byte)) }
    let nothing: Markup = bytes.isEmpty ? "<em>nothing</em>" : ""
    return """
      <tr><th scope="row">\(name)</th>\
      <td><code data-bytes="\(name)">\(hex)\(nothing)</code></td>\
      <td><code>\(text)</code></td></tr>
      """
  }

  /// The byte as a character, or a point where it has none.
  private static func character(_ byte: String) -> String {
    guard let value = UInt8(byte, radix: 16), (0x20...0x7E).contains(value) else { return "·" }
    return String(UnicodeScalar(value))
  }
}
