internal import CLinux
internal import Glibc

/// What a child says to the kernel between its birth by `fork(2)` and its work.
package enum NewbornProcess {
  /// Has the kernel kill this process when its parent ends, however that happens (`prctl(2)`,
  /// `PR_SET_PDEATHSIG`).
  ///
  /// - Parameters:
  ///   - parent: who that is, asked before the fork.
  ///   - status: what it ends with at once if the parent has ended already: then another is its
  ///     parent, and nobody would tell.
  package static func dieWithParent(_ parent: Int32, elseExit status: Int32) {
    _ = prctl_set(PR_SET_PDEATHSIG, UInt(SIGKILL))
    if getppid() != parent { _exit(status) }
  }

  /// Gives every signal but these its default, ignores those, and blocks none but the last.
  ///
  /// What is ignored would stay ignored, through exec too. What is to be ignored never has its
  /// default in between: it may come at any moment.
  package static func resetSignals(
    keeping kept: Set<Int32> = [], ignoring ignored: Set<Int32> = [], blocking blocked: [Int32] = []
  ) {
    // Refused for the two that the C library keeps for itself, 32 and 33.
    for number in 1...64 as ClosedRange<Int32> where number != SIGKILL && number != SIGSTOP {
      guard !kept.contains(number) else { continue }
      signal(number, ignored.contains(number) ? SIG_IGN : SIG_DFL)
    }
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in blocked { sigaddset(&mask, number) }
    sigprocmask(SIG_SETMASK, &mask, nil)
  }

  /// Whether a signal is ignored.
  package static func ignores(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    // SIG_IGN is 1, and no address of a function.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
