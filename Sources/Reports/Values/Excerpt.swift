/// A value as it was written, with a mark under the part that is wrong.
///
/// For values that are small languages of their own, where naming the offending word is not enough
/// to find it.
package struct Excerpt: Equatable {
  /// The widest piece of the value that is shown.
  private static let width = 72

  /// The value.
  package let text: String

  /// The part that is wrong, in characters; empty for a place where something is missing.
  package let marked: Range<Int>

  package init(_ text: String, marked: Range<Int>) {
    self.text = text
    self.marked = marked
  }

  /// Two lines, the second with carets; nothing for a text that would not stand on one line.
  package var lines: String {
    let characters = Array(text)
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard isPlain, !characters.isEmpty else { return "" }
    // Of a long value, the stretch around the mark.
    let start = max(0, min(marked.lowerBound - Self.width / 2, characters.count - Self.width))
    let shown = characters[start..<min(start + Self.width, characters.count)]
    let indent = marked.lowerBound - start
    let length = max(1, min(marked.count, Self.width - indent))
    return "  \(String(shown))\n  "
      + String(repeating: " ", count: indent) + String(repeating: "^", count: length) + "\n"
  }
}
