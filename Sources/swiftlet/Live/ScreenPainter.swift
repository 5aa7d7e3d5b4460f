/// Redraws a block of lines in place: what to write to a terminal, without writing it.
///
/// The cursor rests at the left of the line below the block.
struct ScreenPainter {
  /// The widths of the lines that stand there.
  private var shown: [Int] = []

  private static let hideCursor = "\u{1B}[?25l"
  private static let showCursor = "\u{1B}[?25h"
  private static let noWrap = "\u{1B}[?7l"
  private static let wrap = "\u{1B}[?7h"
  private static let clearLine = "\u{1B}[K"
  private static let clearBelow = "\u{1B}[J"

  /// Puts a block in the place of the one before.
  mutating func paint(_ lines: [StyledLine], on terminal: Terminal) -> String {
    // One column stays free: some terminals wrap when the last one is written.
    let width = terminal.width - 1
    var text = Self.hideCursor + Self.noWrap + up(rows(terminal.width))
    for line in lines {
      text += line.rendered(on: terminal, width: width) + Self.clearLine + "\r\n"
    }
    shown = lines.map { min($0.width, width) }
    return text + Self.clearBelow + Self.wrap
  }

  /// Takes the block away and gives the cursor back.
  mutating func erase(on terminal: Terminal) -> String {
    let rows = rows(terminal.width)
    let lines = String(repeating: Self.clearLine + "\r\n", count: rows)
    defer { shown = [] }
    // Line by line: what is cleared at one stroke from the top of the window on, some terminals
    // keep among the lines that have scrolled away.
    return up(rows) + lines + Self.clearBelow + up(rows) + Self.showCursor
  }

  /// Leaves the block where it is and gives the cursor back: what is written next stands below.
  mutating func leave() -> String {
    shown = []
    return Self.showCursor
  }

  /// A terminal that became narrower has wrapped the lines that stand there, most terminals at
  /// least: then the block is higher than it was.
  private func rows(_ columns: Int) -> Int {
    shown.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
  }

  private func up(_ rows: Int) -> String { rows == 0 ? "\r" : "\r\u{1B}[\(rows)A" }
}
