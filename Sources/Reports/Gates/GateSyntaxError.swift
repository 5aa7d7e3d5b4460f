/// A text that is no gate: what is wrong, where, and what to write instead.
public struct GateSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text as it was given.
  public let text: String

  /// The offending word, in characters of the text, from 0; empty at the text's end where something
  /// is missing.
  public let word: Range<Int>

  /// What is wrong with it; one line without a full stop.
  public let message: String

  /// What to write instead.
  public let hint: String

  init(_ text: String, _ word: Range<Int>, _ message: String, hint: String) {
    self.text = text
    self.word = word
    self.message = message
    self.hint = hint
  }

  /// The text, and below it carets under the offending word: two lines, indented; nothing where the
  /// text would not stand on one.
  public var pointing: String { Excerpt(text, marked: word).lines }

  /// One line with message and hint.
  public var description: String { "\(message) (\(hint))" }
}
