/// A gate's text cut into its three words: `METRIC OP VALUE`.
struct GateText {
  /// A word and where it stands, in characters of the text.
  struct Word {
    let text: Substring
    let range: Range<Int>
  }

  /// The text as it was given.
  let text: String
  let metric: Word
  let comparison: GateComparison
  let value: Word

  static let form = "write METRIC, one of > >= < <=, and a value: p99>5ms"

  /// Cuts; blanks around the words do not count.
  init(_ text: String) throws(GateSyntaxError) {
    self.text = text
    let signs: [Character] = [">", "<", "=", "!", "≥", "≤"]
    guard let first = text.firstIndex(where: signs.contains) else {
      let all = Self.word(text[...], in: text)
      let message = all.text.isEmpty ? "there is no gate in it" : "'\(all.text)' compares nothing"
      throw GateSyntaxError(text, all.range, message, hint: Self.form)
    }
    let after = text[first...].firstIndex { !signs.contains($0) } ?? text.endIndex
    let sign = Self.word(text[first..<after], in: text)
    guard let comparison = GateComparison(rawValue: String(sign.text)) else {
      throw GateSyntaxError(
        text, sign.range, "'\(sign.text)' is not a comparison", hint: "one of > >= < <=")
    }
    metric = Self.word(text[..<first], in: text)
    self.comparison = comparison
    value = Self.word(text[after...], in: text)
    guard !metric.text.isEmpty else {
      throw GateSyntaxError(text, metric.range, "there is no metric", hint: Self.form)
    }
    guard !value.text.isEmpty else {
      throw GateSyntaxError(text, value.range, "there is no value", hint: Self.form)
    }
  }

  /// An error that points at the metric, or at a part of it.
  func wrongMetric(_ part: Substring, _ message: String, hint: String) -> GateSyntaxError {
    GateSyntaxError(text, Self.word(part, in: text).range, message, hint: hint)
  }

  /// An error that points at the value.
  func wrongValue(_ message: String, hint: String) -> GateSyntaxError {
    GateSyntaxError(text, value.range, message, hint: hint)
  }

  /// A part of the text without the blanks around it.
  private static func word(_ part: Substring, in text: String) -> Word {
    var part = part.drop { $0.isWhitespace }
    while part.last?.isWhitespace == true { part.removeLast() }
    let start = text.distance(from: text.startIndex, to: part.startIndex)
    return Word(text: part, range: start..<start + part.count)
  }
}
