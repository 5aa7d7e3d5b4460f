import CLinux
import Glibc
import Stress

/// What the thread of a ``LiveDisplay`` does: waits, draws, reads keys, lets go of the terminal.
struct DisplayWorker {
  private var view: LiveView
  private let console: Console
  private let mailbox: DisplayMailbox
  private let leave: @Sendable () -> Void
  private let quit: @Sendable () -> LiveDisplay.Answer
  private let signals = TerminalSignals(TerminalSignals.display)
  private var takesKeys: Bool
  private var keyboard = KeyboardModes()
  private var painter = ScreenPainter()
  private var hasNews = false

  init(
    _ view: LiveView, _ console: Console, _ mailbox: DisplayMailbox, takesKeys: Bool,
    leave: @escaping @Sendable () -> Void, quit: @escaping @Sendable () -> LiveDisplay.Answer
  ) {
    self.view = view
    self.console = console
    self.mailbox = mailbox
    self.takesKeys = takesKeys
    self.leave = leave
    self.quit = quit
  }

  /// Shows what there is to show until it is told to end.
  mutating func run() {
    defer { signals.end() }
    draw()
    while true {
      wait()
      let (news, isClosed) = mailbox.take()
      if let news {
        view.update(news.progress, trying: news.rate)
        hasNews = true
      }
      if isClosed { return letGo() }
      handleSignals()
      readKeys()
      draw()
    }
  }

  /// Sleeps until there is something to do.
  private func wait() {
    var watched = [mailbox.descriptor, signals.descriptor, keyboard.areTaken ? STDIN_FILENO : -1]
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&watched, nfds_t(watched.count), -1)
  }

  private mutating func draw() {
    let terminal = console.errorTerminal
    guard terminal.isRich else {
      if hasNews { console.error(terminal.spelled(view.sentence) + "\n") }
      hasNews = false
      return
    }
    // In the background the screen is somebody else's.
    guard tcgetpgrp(STDERR_FILENO) == getpgrp() else { return }
    if takesKeys { keyboard.take() }
    let lines = view.lines(
      columns: terminal.width - 1, rows: terminal.height - 1, isUnicode: terminal.isUnicode)
    console.error(painter.paint(lines, on: terminal))
  }

  private mutating func readKeys() {
    // Sent to the background: its keys are the shell's, and are not waited for.
    if !keyboard.areOurs { keyboard.giveBack() }
    guard keyboard.areTaken else { return }
    var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, 0) > 0 else { return }
    var keys = [UInt8](repeating: 0, count: 64)
    let count = read(STDIN_FILENO, &keys, keys.count)
    // The terminal has gone: nobody will press a key any more.
    if count <= 0, errno != EINTR {
      takesKeys = false
      keyboard.giveBack()
    }
    for key in keys.prefix(max(0, count)) where key == UInt8(ascii: "q") || key == UInt8(ascii: "Q")
    {
      guard case .abort = quit() else { continue }
      letGo()
      // As a shell reports a process that Ctrl-C has ended.
      _exit(128 + SIGINT)
    }
  }

  private mutating func handleSignals() {
    while let signal = signals.next() {
      if signal == SIGWINCH { continue }
      keyboard.giveBack()
      if console.errorTerminal.isRich { console.error(painter.leave()) }
      if TerminalSignals.endings.contains(signal) { leave() }
      signals.perform(signal)
    }
  }

  /// Takes the view away and makes the terminal what it was.
  private mutating func letGo() {
    keyboard.giveBack()
    let terminal = console.errorTerminal
    if terminal.isRich { console.error(painter.erase(on: terminal)) }
  }
}
