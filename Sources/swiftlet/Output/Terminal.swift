import Glibc

/// What can be done with the stream that text goes to.
struct Terminal: Equatable, Sendable {
  /// Whether somebody is watching.
  let isTerminal: Bool

  /// Whether colour and redrawing are welcome: a terminal, `NO_COLOR` unset or empty (as
  /// no-color.org has it), and a `TERM` that is more than `dumb`.
  let isRich: Bool

  /// Columns of a line.
  let width: Int

  /// A file or a pipe.
  static let none = Terminal(isTerminal: false, environment: [:], columns: nil)

  /// Judges a stream by what is known of it.
  ///
  /// - Parameter columns: the width that the terminal itself reports, if it does.
  init(isTerminal: Bool, environment: [String: String], columns: Int?) {
    self.isTerminal = isTerminal
    let noColour = !(environment["NO_COLOR"] ?? "").isEmpty
    let kind = environment["TERM"] ?? ""
    isRich = isTerminal && !noColour && !kind.isEmpty && kind != "dumb"
    width = max(20, columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80)
  }

  /// Judges a stream of this process.
  static func of(descriptor: CInt) -> Terminal {
    var environment: [String: String] = [:]
    for name in ["NO_COLOR", "TERM", "COLUMNS"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    var size = winsize()
    let sized = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(
      isTerminal: isatty(descriptor) == 1, environment: environment,
      columns: sized ? Int(size.ws_col) : nil)
  }

  /// The colours that reports use, by what they mean.
  enum Style: String, Sendable {
    case good = "32"
    case bad = "31"
    case faint = "2"
    case strong = "1"
  }

  /// `text` in a style, or plain where colour is not welcome.
  func styled(_ text: String, _ style: Style) -> String {
    isRich ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
