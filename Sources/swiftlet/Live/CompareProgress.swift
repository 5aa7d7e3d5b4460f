import Compare
import Measurement
import Sockets

/// The line that shows how far a comparison has come: redrawn in place on a terminal, and elsewhere
/// a line per work.
final class CompareProgress: Sendable {
  private struct State {
    var work: Work?
    var hasLine = false
  }

  private let console: Console
  private let state = Locked(State())

  init(_ console: Console) { self.console = console }

  /// Shows it; from any thread.
  func show(_ progress: ComparisonProgress) {
    let terminal = console.errorTerminal
    state.withLock { state in
      if terminal.isRich {
        state.hasLine = true
        let line = Self.line(progress, terminal)
        console.error("\r\u{1B}[K" + terminal.spelled(line))
      } else if state.work != progress.work {
        console.error("comparing: \(progress.work.rawValue)\n")
      }
      state.work = progress.work
    }
  }

  /// Says something beside it.
  func say(_ text: String) {
    clear()
    console.error("swiftlet compare: \(text)\n")
  }

  /// Takes it off the terminal.
  func clear() {
    state.withLock { state in
      if state.hasLine { console.error("\r\u{1B}[K") }
      state.hasLine = false
    }
  }

  static func line(_ progress: ComparisonProgress, _ terminal: Terminal) -> String {
    let bar = Bar.boxed(progress.share, width: 20, isUnicode: terminal.isUnicode)
    let left = progress.left.map { "\(time($0)) left" } ?? "\(time(progress.elapsed))"
    let text = "\(bar) \(left)  \(progress.work.rawValue): \(progress.setting), \(progress.rival)"
    return String(text.prefix(terminal.width - 1))
  }

  private static func time(_ duration: Duration) -> String {
    let seconds = Int((duration / .seconds(1)).rounded())
    return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
