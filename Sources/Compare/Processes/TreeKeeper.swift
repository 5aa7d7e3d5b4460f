internal import CLinux
internal import Glibc
internal import Measurement
internal import Sockets

/// The guardian's life: start the server, wait for orders and ends, kill, count, tell.
///
/// Confined to the guardian's only thread.
struct TreeKeeper: ~Copyable {
  private let command: [String]
  private let cores: [Int]
  private var server: pid_t = 0
  private var serverHasEnded = false
  private var totals = ServerTotals()
  /// When to kill what is left, on the monotonic clock; `nil`: nobody has asked for the end.
  private var killTime: UInt64?

  init(command: [String], cores: [Int]) {
    self.command = command
    self.cores = cores
  }

  /// Runs until the tree is gone.
  consuming func run() -> Int32 {
    var signals = sigset_t()
    sigfillset(&signals)
    // Blocked for good: they are read from a descriptor, or, as SIGPIPE, not wanted.
    sigprocmask(SIG_SETMASK, &signals, nil)
    sigemptyset(&signals)
    for number in [SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
    let descriptor = signalfd(-1, &signals, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    guard descriptor >= 0 else { return 70 }
    do throws(ChildStart.Refusal) {
      server = try ChildStart.run(command, cores: cores)
    } catch {
      tell(.refused(step: error.step, errno: error.errno))
      return 0
    }
    letGoOfOutput()
    tell(.started(pid: server))
    watch(descriptor)
    killTree(descriptor)
    tell(.ended(totals))
    return 0
  }

  /// Waits until the server has ended, or must.
  private mutating func watch(_ signals: Int32) {
    var polled = [
      pollfd(fd: Guardian.controlDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    while !serverHasEnded {
      poll(&polled, 2, timeout)
      // First its end, then the order to end: an order that was late is not its cause.
      if polled[1].revents != 0 {
        if let number = nextSignal(signals), number != SIGCHLD { return }
        reap()
        if serverHasEnded { return }
      }
      if polled[0].revents != 0, !obey() { return }
      if let killTime, MonotonicClock.nanoseconds >= killTime { return }
    }
  }

  /// Milliseconds until the grace is over; -1: for ever.
  private var timeout: Int32 {
    guard let killTime else { return -1 }
    let now = MonotonicClock.nanoseconds
    return killTime <= now ? 0 : Int32(clamping: (killTime - now) / 1_000_000 + 1)
  }

  /// Does as `compare` says.
  ///
  /// - Returns: whether it is still there.
  private mutating func obey() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    let control = Guardian.controlDescriptor
    switch MessageSocket.receive(control, &bytes, bytes.count, waits: false) {
    case .bytes(let count): follow(String(decoding: bytes.prefix(count), as: UTF8.self))
    case .wouldBlock: break
    case .endOfStream, .failed: return false
    }
    return true
  }

  private mutating func follow(_ text: String) {
    switch GuardianOrder(text) {
    case .end(let milliseconds)?:
      // A year is as good as for ever, and adds up without overflow.
      let grace = min(milliseconds, 366 * 86_400_000) * 1_000_000
      let end = MonotonicClock.nanoseconds + grace
      if killTime == nil, grace > 0 { Glibc.kill(server, SIGTERM) }
      killTime = min(killTime ?? end, end)
      totals.wasAsked = true
    case nil: break
    }
  }

  /// Kills every descendant until there is no child left.
  ///
  /// Whoever is killed leaves its children to the guardian, so "no child" means "no descendant".
  private mutating func killTree(_ signals: Int32) {
    reap()
    totals.wasKilled = !serverHasEnded
    var left: Set<pid_t> = []
    var givingUp: UInt64 = 0
    while reap() {
      let processes = (try? ProcessTree.read(below: getpid()).descendants) ?? []
      let living = processes.filter { !$0.isZombie }
      Self.kill(living)
      // Those of another user cannot be killed, nor those that hang in the kernel: when nobody has
      // gone and nobody has come for a minute, they are given up, and told.
      if Set(living.map(\.pid)) != left {
        left = Set(living.map(\.pid))
        givingUp = MonotonicClock.nanoseconds + 60_000_000_000
      } else if !left.isEmpty, MonotonicClock.nanoseconds >= givingUp {
        totals.survivors = Int64(left.count)
        return
      }
      var polled = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
      poll(&polled, 1, 10)
      while nextSignal(signals) != nil {}
    }
  }

  /// Kills processes, and the groups that they are in.
  ///
  /// A process that forks and exits all the time is gone before its number has been read; its group
  /// stays, and is killed as one. All groups are of descendants only: they belong to the guardian's
  /// session, in which is nobody else, or to one that a descendant has made.
  private static func kill(_ processes: [ProcessTree.Member]) {
    for group in Set(processes.map(\.stat.group)) where group > 1 && group != getpid() {
      Glibc.kill(-group, SIGKILL)
    }
    for process in processes { Glibc.kill(process.pid, SIGKILL) }
  }

  /// Takes in every child that has ended, with what it and its own have used up.
  ///
  /// - Returns: whether there are children left.
  @discardableResult
  private mutating func reap() -> Bool {
    while true {
      var status: Int32 = 0
      var usage = rusage()
      let pid = wait4(-1, &status, WNOHANG, &usage)
      guard pid > 0 else { return pid == 0 || errno == EINTR }
      totals.add(usage)
      if pid == server {
        serverHasEnded = true
        totals.status = status
      } else {
        totals.leftBehind += 1
      }
    }
  }

  private func nextSignal(_ descriptor: Int32) -> Int32? {
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    return read(descriptor, &information, size) == size ? Int32(information.ssi_signo) : nil
  }

  /// Were the pipe held open here, its reader would not see the server's end of it.
  ///
  /// Standard error stays: what goes wrong here is best read beside what the server says.
  private func letGoOfOutput() {
    dup2(0, 1)
  }

  private func tell(_ report: GuardianReport) {
    let bytes = Array(report.text.utf8)
    // Where compare is gone there is nobody to tell.
    _ = send(Guardian.controlDescriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}

extension ServerTotals {
  /// Adds what a process and all that it has waited for used up.
  mutating func add(_ usage: rusage) {
    userMicroseconds += Int64(usage.ru_utime.tv_sec) * 1_000_000 + Int64(usage.ru_utime.tv_usec)
    systemMicroseconds += Int64(usage.ru_stime.tv_sec) * 1_000_000 + Int64(usage.ru_stime.tv_usec)
    voluntarySwitches += Int64(usage.ru_nvcsw)
    involuntarySwitches += Int64(usage.ru_nivcsw)
    largestKibibytes = max(largestKibibytes, Int64(usage.ru_maxrss))
  }
}
