internal import CLinux
internal import Glibc
internal import Reactor
internal import Sockets

/// Forking, with what must be done in the child.
enum Forking {
  /// What becomes of a child when its parent ends.
  enum Orphan {
    /// It is killed by the kernel (`prctl(2)`, `PR_SET_PDEATHSIG`).
    case dies
    /// It sees for itself that the parent has gone, and tidies up.
    case tidiesUp
  }

  /// Makes a child that leaves signals to the program, and holds no descriptor but its own.
  ///
  /// - Parameters:
  ///   - name: what `ps -o comm` shows.
  ///   - keep: the descriptors it may keep, beside the standard three.
  ///   - body: its whole life; the result is its exit status.
  /// - Returns: its process id, in the parent.
  static func child(
    _ name: String, keeping keep: [Int32], orphan: Orphan, _ body: () -> Int32
  ) throws(Errno) -> Int32 {
    let parent = getpid()
    let pid = fork()
    if pid > 0 { return pid }
    guard pid == 0 else { throw .last }
    if orphan == .dies { NewbornProcess.dieWithParent(parent, elseExit: 1) }
    closeAll(but: keep)
    resetSignals()
    pthread_setname_np(pthread_self(), name)
    // Not exit(3): what the parent wants done at its exit is the parent's.
    _exit(body())
  }

  /// Kills a child, which is reaped later.
  static func kill(_ pid: Int32) { _ = Glibc.kill(pid, SIGKILL) }

  /// Closes every descriptor but these and the standard three (`close_range(2)`).
  private static func closeAll(but keep: [Int32]) {
    var next: UInt32 = 3
    for fd in keep.sorted() where fd >= 3 {
      if UInt32(fd) > next { _ = close_range(next, UInt32(fd) - 1, 0) }
      next = UInt32(fd) + 1
    }
    _ = close_range(next, .max, 0)
  }

  /// Default dispositions and nothing blocked, with three exceptions.
  ///
  /// What a program is told something with is ignored: a service manager and `pkill` send it to
  /// every process of the service, and a child that died of it would take along a client that the
  /// program is about to drain. The program hears it too, and what it makes of it comes through the
  /// control channel; should it die, that ends, and its children with it. The signal that wakes a
  /// blocking call keeps its handler, which does nothing. And two concern the log: an ignored
  /// `SIGPIPE` stays ignored, because its reader may go away, and `SIGTTOU` is blocked, because a
  /// terminal that was told so (`stty tostop`) stops whoever writes to it from the background.
  private static func resetSignals() {
    let kept = NewbornProcess.ignores(SIGPIPE) ? [SIGURG, SIGPIPE] : [SIGURG]
    NewbornProcess.resetSignals(
      keeping: Set(kept), ignoring: Set(Signal.allCases.map(\.rawValue)), blocking: [SIGTTOU])
  }
}

/// How a process ended, as `waitpid(2)` tells it.
struct ProcessEnd {
  let pid: Int32
  let status: Int32

  /// Reaps one that has ended, or `nil` if none has.
  static func reapNext() -> ProcessEnd? {
    var status: Int32 = 0
    let pid = waitpid(-1, &status, WNOHANG)
    return pid > 0 ? ProcessEnd(pid: pid, status: status) : nil
  }

  /// The signal that killed it (the macro `WTERMSIG`, which Swift does not see).
  var signal: Int32? { status & 0x7f == 0 ? nil : status & 0x7f }

  /// Whether it ended as it was meant to.
  var isWell: Bool { status == 0 }

  /// In words, for the log.
  var reason: String {
    guard let signal else { return "ended with status \(status >> 8 & 0xff)" }
    return "was killed by \(SignalName.of(signal))"
  }
}
