internal import CLinux
internal import Glibc

/// What a process has used up so far and what it holds now, as the kernel accounts for it.
///
/// A sample is not a snapshot: its parts are read one after the other. Differences of two samples
/// give what a stretch of work cost. Readable for processes of the same user. Source: proc(5).
public struct ProcessStatistics: Sendable, Equatable {
  /// CPU time in user mode, threads that exited included, in seconds, in steps of a clock tick
  /// (10 ms).
  public let userCPUSeconds: Double
  /// CPU time in the kernel on its behalf, in seconds, as coarse as the user time.
  public let systemCPUSeconds: Double
  /// CPU time in all, precise, in nanoseconds; see ``cpuNanoseconds(pid:)``.
  public let cpuNanoseconds: UInt64
  /// Resident memory (RSS), in bytes; pages shared with other processes count in full.
  public let residentBytes: UInt64
  /// Resident memory with each shared page divided by its users (PSS), in bytes.
  ///
  /// Nil on a kernel without `smaps_rollup`.
  public let proportionalBytes: UInt64?
  /// Threads now.
  public let threads: Int
  /// How often its present threads gave up the CPU to wait; those of exited threads are missing.
  public let voluntarySwitches: UInt64
  /// How often its present threads were taken off the CPU; those of exited threads are missing.
  public let involuntarySwitches: UInt64
  /// Open descriptors, without the one that counts them when a process samples itself.
  public let openDescriptors: Int

  /// Samples the calling process.
  ///
  /// - Throws: ``ProcessStatisticsError`` naming the file that could not be read.
  public static func sample() throws(ProcessStatisticsError) -> ProcessStatistics {
    try sample(pid: getpid())
  }

  /// Samples a process: about ten system calls, three more per thread.
  ///
  /// - Parameter pid: A process of the same user (or any, for root).
  /// - Throws: ``ProcessStatisticsError`` naming the file that could not be read; `ENOENT` or
  ///   `ESRCH` when the process is gone.
  public static func sample(pid: Int32) throws(ProcessStatisticsError) -> ProcessStatistics {
    let root = "/proc/\(pid)"
    guard let stat = ProcStat(try ProcFile.read(root + "/stat")) else {
      throw ProcessStatisticsError(malformed: root + "/stat")
    }
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    let memory = try memory(root, residentPages: stat.residentPages)
    let switches = try contextSwitches(root)
    // A process that lists its own descriptors has one more open for as long as that takes.
    let descriptors = try ProcFile.list(root + "/fd").count - (pid == getpid() ? 1 : 0)
    return ProcessStatistics(
      userCPUSeconds: Double(stat.userTicks) / ticks,
      systemCPUSeconds: Double(stat.systemTicks) / ticks,
      cpuNanoseconds: try cpuNanoseconds(pid: pid),
      residentBytes: memory.resident, proportionalBytes: memory.proportional,
      threads: stat.threads,
      voluntarySwitches: switches.voluntary, involuntarySwitches: switches.involuntary,
      openDescriptors: descriptors)
  }

  /// The CPU time of a process, user and system, all threads, those that exited included.
  ///
  /// Read from the process's CPU clock, which is the scheduler's own sum, up to date to the
  /// nanosecond. (The sum over `/proc/PID/task/*/schedstat` lags by up to a tick and loses threads
  /// that exited, which is most of what a thread-per-client server has spent.) One system call.
  ///
  /// - Parameter pid: Any process of the machine.
  /// - Returns: Nanoseconds since the process began.
  /// - Throws: ``ProcessStatisticsError`` with `ESRCH` when there is no such process.
  /// - Source: clock_getcpuclockid(3).
  public static func cpuNanoseconds(pid: Int32) throws(ProcessStatisticsError) -> UInt64 {
    var clock: clockid_t = 0
    var time = timespec()
    var status = clock_getcpuclockid(pid, &clock)
    if status == 0, clock_gettime(clock, &time) != 0 { status = errno }
    guard status == 0 else {
      throw ProcessStatisticsError(path: "the CPU clock of process \(pid)", errno: status)
    }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The CPU time of a process as the kernel's timer found it, in nanoseconds: at each tick, all of
  /// the tick is charged to the mode that the processor is in.
  ///
  /// Sums over many processes are right on the average, where those of the clock ticks in
  /// `/proc/PID/stat` are far too low: there each process's time is rounded down. Good for the share
  /// of user time, not for the time itself, which is ``cpuNanoseconds(pid:)``. Two system calls.
  ///
  /// - Parameter pid: Any process of the machine.
  /// - Throws: ``ProcessStatisticsError`` with `EINVAL` when there is no such process.
  /// - Source: the kernel's `posix-timers_types.h`: a process's clocks by number.
  package static func sampledNanoseconds(
    pid: Int32
  ) throws(ProcessStatisticsError) -> (user: UInt64, system: UInt64) {
    func read(_ kind: Int32) throws(ProcessStatisticsError) -> UInt64 {
      var time = timespec()
      guard clock_gettime(~pid << 3 | kind, &time) == 0 else {
        throw ProcessStatisticsError(path: "the CPU clock of process \(pid)", errno: errno)
      }
      return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
    // First the user time (CPUCLOCK_VIRT), then both (CPUCLOCK_PROF), which is never less.
    let user = try read(1)
    let both = try read(0)
    return (user, both >= user ? both - user : 0)
  }

  /// The CPU time of the calling process; see ``cpuNanoseconds(pid:)``.
  public static func cpuNanoseconds() throws(ProcessStatisticsError) -> UInt64 {
    try cpuNanoseconds(pid: getpid())
  }
}

extension ProcessStatistics {
  /// RSS and PSS in bytes, from `smaps_rollup`, which adds up the page tables.
  ///
  /// Kernels built without it have only the less exact count of `stat`.
  package static func memory(
    _ root: String, residentPages: UInt64
  ) throws(ProcessStatisticsError) -> (resident: UInt64, proportional: UInt64?) {
    let path = root + "/smaps_rollup"
    let text: String
    do {
      text = try ProcFile.read(path)
    } catch {
      guard error.reason == .failed(errno: ENOENT) else { throw error }
      return (residentPages * UInt64(sysconf(Int32(_SC_PAGESIZE))), nil)
    }
    guard let resident = ProcKeys.number("Rss", in: text),
      let proportional = ProcKeys.number("Pss", in: text)
    else { throw ProcessStatisticsError(malformed: path) }
    return (resident * 1024, proportional * 1024)
  }

  /// The context switches of all present threads.
  package static func contextSwitches(
    _ root: String
  ) throws(ProcessStatisticsError) -> (voluntary: UInt64, involuntary: UInt64) {
    var sum: (voluntary: UInt64, involuntary: UInt64) = (0, 0)
    for thread in try ProcFile.list(root + "/task") {
      // A thread may end between being listed and being read: it is then one of the exited.
      guard let text = try? ProcFile.read("\(root)/task/\(thread)/status") else { continue }
      let end = ProcKeys.tail(of: text)
      sum.voluntary += ProcKeys.number("voluntary_ctxt_switches", in: end) ?? 0
      sum.involuntary += ProcKeys.number("nonvoluntary_ctxt_switches", in: end) ?? 0
    }
    return sum
  }
}
