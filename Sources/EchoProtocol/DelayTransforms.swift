internal import CLinux

/// Keeps a processor busy for a set time and answers every frame with itself.
///
/// The time is the calling thread's own processor time, so the work is the same on a loaded
/// machine: it then takes longer on the wall clock.
public struct BurnTransform: Transform {
  /// The times that are allowed, in microseconds.
  public static let range = 0...10_000_000

  /// The processor time to spend per frame, in microseconds.
  public let microseconds: Int

  /// Makes the transform.
  ///
  /// - Parameter microseconds: the processor time per frame. A time outside `range` traps.
  public init(microseconds: Int) {
    precondition(Self.range.contains(microseconds), "burn takes 0 to 10,000,000 microseconds")
    self.microseconds = microseconds
  }

  /// `burn:MICROSECONDS`.
  public var name: String { "burn:\(microseconds)" }
  /// Keeps a processor busy.
  public var cost: TransformCost { .cpuBound }
  /// Any split gives the same answer.
  public var granularity: TransformGranularity { .byte }
  /// The answer is the frame.
  public var changesFrame: Bool { false }

  /// Spins until the thread's processor clock has advanced far enough.
  public func apply(to frame: inout [UInt8]) {
    guard microseconds > 0 else { return }
    let end = nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) + Int64(microseconds) * 1_000
    var noise: UInt64 = 0x9E37_79B9_7F4A_7C15
    // Reading this clock is a system call: without work between the readings, the time that is
    // meant to be the program's would be the kernel's.
    repeat { noise = churn(noise) } while nanoseconds(of: CLOCK_THREAD_CPUTIME_ID) < end
  }
}

/// Blocks the calling thread for a set time, as a slow database would, and answers every frame
/// with itself.
public struct WaitTransform: Transform {
  /// The times that are allowed, in microseconds.
  public static let range = 0...10_000_000

  /// The time to block per frame, in microseconds of the monotonic clock.
  public let microseconds: Int

  /// Makes the transform.
  ///
  /// - Parameter microseconds: the time to block per frame. A time outside `range` traps.
  public init(microseconds: Int) {
    precondition(Self.range.contains(microseconds), "wait takes 0 to 10,000,000 microseconds")
    self.microseconds = microseconds
  }

  /// `wait:MICROSECONDS`.
  public var name: String { "wait:\(microseconds)" }
  /// Blocks its thread.
  public var cost: TransformCost { .blocking }
  /// Any split gives the same answer.
  public var granularity: TransformGranularity { .byte }
  /// The answer is the frame.
  public var changesFrame: Bool { false }

  /// Sleeps.
  ///
  /// A signal that arrives meanwhile does not shorten or lengthen the time.
  public func apply(to frame: inout [UInt8]) {
    guard microseconds > 0 else { return }
    let end = nanoseconds(of: CLOCK_MONOTONIC) + Int64(microseconds) * 1_000
    var deadline = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
    // An absolute deadline stays the same when a signal makes the call start again.
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nil) == EINTR {}
  }
}

/// A clock's reading in nanoseconds.
private func nanoseconds(of clock: clockid_t) -> Int64 {
  var now = timespec()
  clock_gettime(clock, &now)
  return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

/// A fraction of a microsecond of arithmetic that the compiler can neither foresee nor drop.
@inline(never)
private func churn(_ seed: UInt64) -> UInt64 {
  var noise = seed
  for _ in 0..<256 {
    noise ^= noise << 13
    noise ^= noise >> 7
    noise ^= noise << 17
  }
  return noise
}
