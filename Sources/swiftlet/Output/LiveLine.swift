/// One line of progress that is rewritten in place.
///
/// On a terminal without redraw (`NO_COLOR`, `TERM=dumb`) each state is a line of its own; into a
/// file or a pipe nothing is written at all.
struct LiveLine {
  private let terminal: Terminal
  private let write: (String) -> Void
  private var isShown = false

  /// - Parameter write: takes text to the stream that `terminal` describes, standard error.
  init(on terminal: Terminal, write: @escaping (String) -> Void) {
    self.terminal = terminal
    self.write = write
  }

  /// Shows `text`, cut to the terminal's width, in the place of what was shown before.
  mutating func show(_ text: String) {
    guard terminal.isTerminal else { return }
    guard terminal.isRich else { return write(text + "\n") }
    // One column stays free: a full line would wrap, and a wrapped line cannot be taken back.
    let line = text.prefix(terminal.width - 1)
    write("\r\(line)\u{1B}[K")
    isShown = true
  }

  /// Takes the line away, so that a report or a log line can be written where it stood.
  mutating func clear() {
    guard isShown else { return }
    write("\r\u{1B}[K")
    isShown = false
  }
}
