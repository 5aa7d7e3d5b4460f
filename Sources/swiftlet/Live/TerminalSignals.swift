import CLinux
import Glibc

/// The signals before which a terminal must be made what it was, and the one that says that its
/// size has changed.
///
/// They are blocked in every thread and read from a `signalfd(2)`, so that nothing has to be done
/// in a signal handler.
struct TerminalSignals {
  private static let signals = [SIGTSTP, SIGQUIT, SIGHUP, SIGWINCH]

  /// Readable when one of them waits; -1 where it cannot be had.
  let descriptor: CInt

  /// The signals as a set.
  static var mask: sigset_t {
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in signals { sigaddset(&mask, signal) }
    return mask
  }

  init() {
    var mask = Self.mask
    descriptor = signalfd(-1, &mask, CInt(SFD_NONBLOCK) | CInt(SFD_CLOEXEC))
  }

  /// Reads no more of them.
  func end() { if descriptor >= 0 { close(descriptor) } }

  /// The next one that waits.
  func next() -> CInt? {
    var info = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    return read(descriptor, &info, size) == size ? CInt(info.ssi_signo) : nil
  }

  /// Lets a signal do to the process what it does by default: end it, or stop it, in which case
  /// this returns when the process goes on.
  ///
  /// Sent to the calling thread, which stops then and there; sent to the process, the thread would
  /// run on for a while.
  func perform(_ signal: CInt) {
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, signal)
    pthread_kill(pthread_self(), signal)
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    pthread_sigmask(SIG_BLOCK, &mask, nil)
  }
}
