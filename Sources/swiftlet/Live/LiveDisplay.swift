import CLinux
import Sockets
import Stress

/// Shows how a load is doing and listens for keys, on a thread of its own.
///
/// So that a terminal that is stopped or slow never holds up the load, which hands over what is
/// known and goes on. The thread sleeps until there is news, a key, or a signal that is the
/// terminal's business.
final class LiveDisplay: Sendable {
  /// What a key that ends the load leads to.
  enum Answer: Sendable {
    /// The load is ending, and will report.
    case ending
    /// Somebody is out of patience: the process ends at once.
    case abort
  }

  private let mailbox: DisplayMailbox
  private let thread: SignalThread

  /// Begins to show.
  ///
  /// Call it before other threads are started: they are to have the same signals blocked. `nil`
  /// where there is no room for it, which is no reason not to load.
  ///
  /// - Parameters:
  ///   - view: what is shown.
  ///   - console: where; asked for its size at each turn.
  ///   - takesKeys: whether keys are listened to.
  ///   - leave: called on the display's thread before a signal ends the process.
  ///   - quit: called on the display's thread for each `q`.
  init?(
    _ view: LiveView, _ console: Console, takesKeys: Bool,
    leave: @escaping @Sendable () -> Void, quit: @escaping @Sendable () -> Answer
  ) {
    guard let mailbox = DisplayMailbox() else { return nil }
    self.mailbox = mailbox
    do throws(SocketError) {
      thread = try SignalThread(name: "display", blocking: TerminalSignals.display) {
        var worker = DisplayWorker(
          view, console, mailbox, takesKeys: takesKeys, leave: leave, quit: quit)
        worker.run()
      }
    } catch {
      return nil
    }
  }

  /// Shows something new, soon; called from any thread, and never waits.
  ///
  /// - Parameter rate: what is being tried, in a search.
  func show(_ progress: StressProgress, trying rate: Double? = nil) {
    mailbox.post(DisplayNews(progress: progress, rate: rate))
  }

  /// Takes the view away and makes the terminal what it was.
  ///
  /// Call it once, on the thread that made the display.
  func close() {
    mailbox.close()
    thread.join()
  }
}

/// What there is to be shown.
struct DisplayNews: Sendable {
  let progress: StressProgress
  /// What a search is trying, in messages per second.
  let rate: Double?
}

/// Where the load leaves what is to be shown: only the newest counts.
final class DisplayMailbox: Sendable {
  private struct State {
    var news: DisplayNews?
    var isClosed = false
  }

  private let state = Locked(State())
  private let event: Wakeup

  init?() {
    guard let event = try? Wakeup() else { return nil }
    self.event = event
  }

  /// Readable when there is something to be taken.
  var descriptor: CInt { event.fd }

  func post(_ news: DisplayNews) {
    state.withLock { $0.news = news }
    event.call()
  }

  func close() {
    state.withLock { $0.isClosed = true }
    event.call()
  }

  func take() -> (news: DisplayNews?, isClosed: Bool) {
    event.clear()
    return state.withLock { state in
      defer { state.news = nil }
      return (state.news, state.isClosed)
    }
  }
}
