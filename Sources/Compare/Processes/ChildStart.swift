internal import CLinux
internal import Glibc
internal import Sockets

/// Starts a server in a child of the calling process, which must have one thread only.
///
/// fork(2) and not posix_spawn(3), because the child has to say something to the kernel between its
/// birth and its program: that it wants to die with its parent, and where it may run.
enum ChildStart {
  /// Why there is no server.
  struct Refusal: Error {
    let step: GuardianReport.StartStep
    let errno: Int32
  }

  /// Starts `command` on `cores` (none named: anywhere) and waits until its program runs.
  static func run(_ command: [String], cores: [Int]) throws(Refusal) -> pid_t {
    // Closed by a program that starts, written to by one that does not.
    var trouble: [Int32] = [-1, -1]
    guard pipe2(&trouble, O_CLOEXEC) == 0 else { throw Refusal(step: .fork, errno: errno) }
    defer { close(trouble[0]) }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let guardian = getpid()
    let pid = fork()
    if pid == 0 {
      let refusal = becomeServer(&arguments, cores: cores, of: guardian)
      var report = [refusal.step == .pin ? 1 : 0, refusal.errno]
      _ = write(trouble[1], &report, 8)
      _exit(127)
    }
    let failure = errno
    close(trouble[1])
    guard pid > 0 else { throw Refusal(step: .fork, errno: failure) }
    var report: [Int32] = [0, 0]
    var count = read(trouble[0], &report, 8)
    while count < 0, errno == EINTR { count = read(trouble[0], &report, 8) }
    guard count == 8 else { return pid }
    throw Refusal(step: report[0] == 1 ? .pin : .exec, errno: report[1])
  }

  /// The child's part; returns only if its program could not be run.
  private static func becomeServer(
    _ arguments: inout [UnsafeMutablePointer<CChar>?], cores: [Int], of guardian: pid_t
  ) -> Refusal {
    NewbornProcess.dieWithParent(guardian, elseExit: 127)
    // A group of its own, without the guardian: so that it can be killed as one.
    setpgid(0, 0)
    if !cores.isEmpty, let errno = CoreAffinity.set(cores) {
      return Refusal(step: .pin, errno: errno)
    }
    // As a shell would start it: a server whose SIGCHLD is ignored loses the figures of its children.
    NewbornProcess.resetSignals()
    execvp(arguments[0]!, &arguments)
    return Refusal(step: .exec, errno: errno)
  }
}
