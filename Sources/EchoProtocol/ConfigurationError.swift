/// Why a framing, a transform or their combination cannot be configured.
///
/// Its text is meant for the person who typed the configuration: it names the offending word and
/// says what to type instead.
public struct ConfigurationError: Error, Equatable, Sendable {
  /// The kind of mistake, for programs that tell them apart.
  public enum Reason: Equatable, Sendable {
    /// No framing or transform has this name.
    case unknownName
    /// The transform needs an argument and none was given.
    case missingArgument
    /// The transform takes no argument and one was given.
    case superfluousArgument
    /// The argument is not a whole number.
    case invalidArgument
    /// The number is outside the range that is allowed.
    case outOfRange
    /// Each part is right by itself, but the parts do not go together.
    case impossibleCombination
  }

  /// The kind of mistake.
  public let reason: Reason

  /// The offending word as it was typed.
  public let word: String

  /// What is wrong, one clause without a full stop, naming the offending word.
  public let problem: String

  /// What to do about it, one clause without a full stop.
  public let hint: String
}

extension ConfigurationError: CustomStringConvertible {
  /// The problem and the hint, as one line to show to the user.
  public var description: String { "\(problem): \(hint)" }
}

extension ConfigurationError {
  /// A name that is not in a table.
  static func unknown(_ kind: String, _ word: String, among names: [String]) -> Self {
    let hint =
      if let nearest = nearestName(to: word, among: names) {
        "did you mean `\(nearest)`?"
      } else {
        "choose one of \(names.joined(separator: ", "))"
      }
    return Self(reason: .unknownName, word: word, problem: "unknown \(kind) `\(word)`", hint: hint)
  }

  /// A number outside its range.
  static func outOfRange(_ what: String, _ word: String, _ range: ClosedRange<Int>) -> Self {
    Self(
      reason: .outOfRange, word: word, problem: "\(what) `\(word)` is out of range",
      hint: "use a number from \(range.lowerBound) to \(range.upperBound)")
  }
}
