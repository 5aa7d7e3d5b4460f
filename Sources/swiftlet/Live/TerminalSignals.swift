import CLinux
import Glibc
import Sockets

/// Signals before which something is to be done: a terminal made what it was, unfinished files
/// removed; and the one that says that the terminal's size has changed.
///
/// They are blocked in every thread and read from a `signalfd(2)`, so that nothing has to be done
/// in a signal handler.
struct TerminalSignals {
  /// Those that end the process, and that nobody else listens for.
  static let endings = [SIGQUIT, SIGHUP]

  /// Those that are the business of who draws on a terminal.
  static let display = endings + [SIGTSTP, SIGWINCH]

  /// Readable when one of them waits; -1 where it cannot be had.
  let descriptor: CInt

  /// Signals as a set.
  static func mask(of signals: [CInt]) -> sigset_t {
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in signals { sigaddset(&mask, signal) }
    return mask
  }

  init(_ signals: [CInt]) {
    var mask = Self.mask(of: signals)
    descriptor = signalfd(-1, &mask, CInt(SFD_NONBLOCK) | CInt(SFD_CLOEXEC))
  }

  /// Reads no more of them.
  func end() { if descriptor >= 0 { close(descriptor) } }

  /// The next one that waits and does something.
  func next() -> CInt? {
    var info = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    while read(descriptor, &info, size) == size {
      let signal = CInt(info.ssi_signo)
      // Blocked, it is kept even if it is ignored, as under nohup(1).
      if !NewbornProcess.ignores(signal) { return signal }
    }
    return nil
  }

  /// Lets a signal do to the process what it does by default: end it, or stop it, in which case
  /// this returns when the process goes on.
  ///
  /// Sent to the calling thread, which stops then and there; sent to the process, the thread would
  /// run on for a while.
  func perform(_ signal: CInt) {
    // The Swift runtime may have a handler for SIGQUIT, which shows a backtrace and then goes on.
    Glibc.signal(signal, SIG_DFL)
    var mask = Self.mask(of: [signal])
    pthread_kill(pthread_self(), signal)
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    pthread_sigmask(SIG_BLOCK, &mask, nil)
  }
}
