/// A fenced block of Swift in a document.
struct Snippet {
  /// The document and the line the block begins on.
  let place: String
  /// Without the indentation that is common to all of them.
  let lines: [String]

  /// The blocks of a Markdown file, or of a source file's documentation comments.
  static func all(in document: Checkout.File) -> [Snippet] {
    var snippets: [Snippet] = []
    var block: [String]?
    var start = 0
    for (number, line) in document.lines.enumerated() {
      let text = document.name.hasSuffix(".swift") ? withoutCommentMark(line) : line
      let fence = text.drop { $0 == " " }
      if let lines = block, fence.hasPrefix("```") {
        snippets.append(Snippet(place: "\(document.name):\(start)", lines: outdented(lines)))
        block = nil
      } else if block != nil {
        block?.append(text)
      } else if fence.hasPrefix("```swift") {
        block = []
        start = number + 1
      }
    }
    return snippets
  }

  /// Whether the lines stand in a file as they are, one after the other, however far indented.
  func isFound(in file: Checkout.File) -> Bool {
    guard file.lines.count >= lines.count, let first = lines.first else { return false }
    return (0...(file.lines.count - lines.count)).contains { start in
      // Most places are ruled out by the first line.
      file.lines[start].hasSuffix(first)
        && Self.outdented(Array(file.lines[start..<(start + lines.count)])) == lines
    }
  }

  private static func withoutCommentMark(_ line: String) -> String {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("///") else { return "" }
    return String(text.dropFirst(text.hasPrefix("/// ") ? 4 : 3))
  }

  /// Lines without the indentation that all of them have.
  private static func outdented(_ lines: [String]) -> [String] {
    let indentations = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    let common = indentations.min() ?? 0
    return lines.map { String($0.dropFirst(common)) }
  }
}
