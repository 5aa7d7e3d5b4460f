/// Text of others, made fit to stand in one line of ours.
enum PrintableText {
  /// Escapes whatever a terminal might obey or a reader be misled by, and shortens.
  ///
  /// Control characters become `\x1b`, invisible and directional ones `\u{202e}`, a backslash stays.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - limit: the most characters of it that are kept, in Unicode scalars.
  static func line(_ text: some StringProtocol, limit: Int = 400) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control: line += "\\x" + (scalar.value < 16 ? "0" : "") + hexadecimal(scalar)
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
        line += "\\u{" + hexadecimal(scalar) + "}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > limit ? line + "…" : line
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16)
  }
}
