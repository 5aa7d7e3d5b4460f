internal import CLinux

/// What the calling thread has used up so far, as the scheduler accounts for it.
///
/// Differences of two samples give what a stretch of work cost. Source: clock_gettime(3), and
/// `schedstat` in the kernel's documentation of its scheduler.
public struct ThreadStatistics: Sendable, Equatable {
  /// CPU time, in nanoseconds.
  public let cpuNanoseconds: UInt64

  /// Time in which it wanted a core and had none, in nanoseconds; 0 where the kernel does not say.
  public let waitNanoseconds: UInt64

  /// Samples the calling thread: four system calls.
  public static func sample() -> ThreadStatistics {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    let text = (try? ProcFile.read("/proc/thread-self/schedstat")) ?? ""
    return ThreadStatistics(
      cpuNanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec),
      waitNanoseconds: waitNanoseconds(schedstat: text))
  }

  /// The second of the three numbers of `schedstat`: nanoseconds spent waiting on a run queue.
  static func waitNanoseconds(schedstat text: String) -> UInt64 {
    let numbers = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    return numbers.count >= 2 ? UInt64(numbers[1]) ?? 0 : 0
  }
}
