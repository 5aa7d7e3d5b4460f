import CLinux
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

  /// Lines of the window.
  let height: Int

  /// Whether more than ASCII can be shown, as the locale tells.
  let isUnicode: Bool

  /// A file or a pipe.
  static let none = Terminal(isTerminal: false, environment: [:], columns: nil)

  /// Judges a stream by what is known of it.
  ///
  /// - Parameters:
  ///   - columns: the width that the terminal itself reports, if it does.
  ///   - rows: its height.
  init(isTerminal: Bool, environment: [String: String], columns: Int?, rows: Int? = nil) {
    self.isTerminal = isTerminal
    let noColour = !(environment["NO_COLOR"] ?? "").isEmpty
    let kind = environment["TERM"] ?? ""
    isRich = isTerminal && !noColour && !kind.isEmpty && kind != "dumb"
    width = max(20, columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80)
    height = max(2, rows ?? environment["LINES"].flatMap { Int($0) } ?? 24)
    // POSIX has them in this order; one that is empty does not count.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    let codeset = (locale ?? "").lowercased()
    isUnicode = codeset.contains("utf-8") || codeset.contains("utf8")
  }

  /// Judges a stream of this process.
  static func of(descriptor: CInt) -> Terminal {
    var environment: [String: String] = [:]
    for name in ["NO_COLOR", "TERM", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    var size = winsize()
    let sized = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(
      isTerminal: isatty(descriptor) == 1, environment: environment,
      columns: sized ? Int(size.ws_col) : nil, rows: sized ? Int(size.ws_row) : nil)
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

  /// `text` as the terminal can show it: without Unicode the few other characters that figures and
  /// tables use have stand-ins.
  func spelled(_ text: String) -> String {
    if isUnicode { return text }
    let ascii: [Character: Character] = ["µ": "u", "…": "~", "×": "x", "–": "-", "−": "-"]
    return String(text.map { $0.isASCII ? $0 : ascii[$0] ?? "?" })
  }
}
