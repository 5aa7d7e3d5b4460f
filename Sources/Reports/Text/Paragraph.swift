/// Sentences as lines of at most 80 columns.
package enum Paragraph {
  /// Wraps a text between words; every line ends in a newline.
  ///
  /// A word that is too long for a line has one of its own.
  ///
  /// - Parameter indent: blanks in front of each line; further lines get two more.
  package static func wrapped(_ text: String, indent: Int = 0, width: Int = 80) -> String {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent + 2)
        isEmpty = true
      }
      line += isEmpty ? String(word) : " \(word)"
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines.map { $0 + "\n" }.joined()
  }
}
