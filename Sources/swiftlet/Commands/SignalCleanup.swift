import CLinux
import Sockets

/// Clears up before a hang-up or Ctrl-\ ends the process, where no ``LiveDisplay`` does.
///
/// A thread that sleeps until one of them comes: the event loops may all be busy.
final class SignalCleanup: Sendable {
  private let ending: Wakeup
  private let thread: SignalThread

  /// Begins to listen.
  ///
  /// Call it before other threads are started: they are to have the same signals blocked. `nil`
  /// where there is no room for it; the signals then end the process as they always do.
  ///
  /// - Parameter leave: what is to be done first; called on a thread of its own.
  init?(_ leave: @escaping @Sendable () -> Void) {
    let signals = TerminalSignals(TerminalSignals.endings)
    guard signals.descriptor >= 0, let ending = try? Wakeup() else {
      signals.end()
      return nil
    }
    self.ending = ending
    do throws(SocketError) {
      thread = try SignalThread(name: "signals", blocking: TerminalSignals.endings) {
        Self.listen(to: signals, until: ending, leave)
      }
    } catch {
      signals.end()
      return nil
    }
  }

  /// Listens no more: the signals do again what they did before.
  ///
  /// Call it once, on the thread that began.
  func close() {
    ending.call()
    thread.join()
  }

  private static func listen(
    to signals: TerminalSignals, until ending: Wakeup, _ leave: () -> Void
  ) {
    defer { signals.end() }
    while true {
      var watched = [ending.fd, signals.descriptor]
        .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(&watched, nfds_t(watched.count), -1)
      while let signal = signals.next() {
        leave()
        signals.perform(signal)
      }
      if watched[0].revents != 0 { return }
    }
  }
}
