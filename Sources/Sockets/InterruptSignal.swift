internal import CLinux

/// The signal that wakes a thread or a process out of a blocking call.
///
/// It is `SIGURG`: a program that does not know of it ignores it, and nobody here uses what it was
/// made for, urgent data. Its handler does nothing; that it ran is what makes the call return
/// (`signal(7)`, interruption of system calls). A call that comes a moment before the sleep is
/// lost, so who interrupts goes on until he is noticed.
package enum InterruptSignal {
  /// Gives the signal its handler, for the whole process; a handler of somebody else's stays.
  package static func install() {
    var present = sigaction()
    sigaction(SIGURG, nil, &present)
    let handler = unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self)
    // SIG_DFL and SIG_IGN are 0 and 1; both mean that nobody has one.
    guard handler == 0 || handler == 1 else { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    // Without SA_RESTART: the call is to return.
    action.sa_flags = 0
    sigaction(SIGURG, &action, nil)
  }

  /// Lets the signal reach the calling thread, which like every `SystemThread` blocks them all.
  package static func admit() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGURG)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Sends it to a process.
  package static func send(toProcess pid: Int32) { _ = kill(pid, SIGURG) }
}

/// A thread that can be interrupted, named by itself.
package struct InterruptibleThread: Sendable {
  private let handle: pthread_t

  /// The calling thread, which admits the signal from now on.
  package static func current() -> InterruptibleThread {
    InterruptSignal.admit()
    return InterruptibleThread(handle: pthread_self())
  }

  /// Wakes it out of a blocking call.
  ///
  /// - Precondition: it has not ended: its handle may be a stranger's by then.
  package func interrupt() { pthread_kill(handle, SIGURG) }
}
