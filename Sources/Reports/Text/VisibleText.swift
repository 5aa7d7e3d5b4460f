/// Text from outside, with everything in it visible: a control character could move a terminal's
/// cursor, and a mark that turns the direction of writing make a command look like another one.
package enum VisibleText {
  /// What stands for a scalar that does not show itself; `nil` for all others.
  ///
  /// Control characters become their pictures (U+2400 to U+2421); tabs and newlines stay.
  package static func standIn(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\t", "\n": nil
    case "\u{0}"..."\u{1F}": picture(0x2400 + scalar.value)
    case "\u{7F}": picture(0x2421)
    // C1 controls have no picture.
    case "\u{80}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}",
      "\u{FFFE}"..."\u{FFFF}":
      "\u{FFFD}"
    default: nil
    }
  }

  /// The text on one line: its tabs and newlines become pictures too.
  package static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isBreak = scalar == "\t" || scalar == "\n" || scalar == "\u{2028}" || scalar == "\u{2029}"
      line.append(isBreak ? picture(0x2400 + scalar.value % 0x20) : standIn(for: scalar) ?? scalar)
    }
    return String(line)
  }

  private static func picture(_ code: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(code) ?? "\u{FFFD}"
  }
}
