import EchoProtocol
import Reports

/// The end of a command that did not go well: one line that says what, one that says what to do.
///
/// Nothing a user can cause ends in a stack trace; it ends in one of these.
struct CommandError: Error, Equatable {
  /// What the process exits with.
  let status: ExitStatus

  /// What went wrong and with which word, address or file; no full stop, no newline.
  let message: String

  /// What to do next, or nothing where there is no honest advice.
  let hint: String?

  /// The value that is wrong with a mark under its offending part, where one needs to be shown it.
  var excerpt: Excerpt?

  /// A command line that cannot be understood; `message` names the offending word.
  static func usage(
    _ message: String, hint: String? = nil, excerpt: Excerpt? = nil
  ) -> CommandError {
    CommandError(status: .usage, message: message, hint: hint, excerpt: excerpt)
  }

  /// A word that a library did not understand; its own words for it.
  static func usage(describing error: any Error) -> CommandError {
    guard let error = error as? ConfigurationError else { return .usage("\(error)") }
    return .usage(error.problem, hint: error.hint)
  }

  /// An address that cannot be reached or bound; `message` names it and the reason.
  static func unavailable(_ message: String, hint: String? = nil) -> CommandError {
    CommandError(status: .unavailable, message: message, hint: hint)
  }

  /// A state that only a bug of ours can reach.
  static func software(_ message: String) -> CommandError {
    CommandError(
      status: .software, message: message, hint: "this is a bug in swiftlet; please report it")
  }

  /// The same error with a hint, if it has none of its own.
  func hinting(_ fallback: String) -> CommandError {
    if hint != nil { return self }
    return CommandError(status: status, message: message, hint: fallback, excerpt: excerpt)
  }

  /// The lines for standard error: `swiftlet serve: …`, the value with its mark, the hint.
  ///
  /// - Parameter program: the command as it was called, `swiftlet serve`.
  func lines(program: String) -> String {
    let first = "\(program): \(message)\n" + (excerpt?.lines ?? "")
    guard let hint else { return first }
    return first + "hint: \(hint)\n"
  }
}
