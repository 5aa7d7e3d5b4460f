internal import CLinux
internal import Sockets

/// Wakes the loop at a given time: a `timerfd_create(2)` descriptor under watch.
///
/// libevent's own timers would read the clock and compute a time-out at every pass, and round it
/// up to milliseconds. This one costs a system call only when the next due time moves forward, and
/// keeps to microseconds. Its watch is edge-triggered: each expiry is an edge of its own, and setting
/// the next one forgets the count of the last, so nobody has to read it.
final class Alarm {
  private let descriptor: Descriptor
  private var watch: Watch
  private var armedFor: UInt64 = .max
  private unowned let core: LoopCore

  init(_ core: LoopCore) throws(Errno) {
    let fd = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
    guard fd >= 0 else { throw .last }
    descriptor = Descriptor(owning: fd)
    self.core = core
    watch = Watch(nil, -1, alarmRang, nil)
    watch = Watch(
      core.base, fd, alarmRang, Unmanaged.passUnretained(self).toOpaque(), isEdgeTriggered: true)
    if let errno = watch.arm(.read, kernel: core.kernel) { throw errno }
  }

  /// Makes sure that the loop wakes at `due`, in nanoseconds of the monotonic clock, or before.
  func wake(at due: UInt64) {
    guard due < armedFor else { return }
    armedFor = due
    var time = itimerspec()
    // Zero would mean never.
    let due = max(due, 1)
    time.it_value.tv_sec = time_t(due / 1_000_000_000)
    time.it_value.tv_nsec = Int(due % 1_000_000_000)
    // Fails only for a bad descriptor or a bad time, and both are ours.
    let result = timerfd_settime(descriptor.rawValue, Int32(TFD_TIMER_ABSTIME), &time, nil)
    precondition(result == 0, "Alarm: timerfd_settime: \(Errno.last)")
  }

  /// Ends the watch; to be called while the base still exists.
  func cancel() { watch.cancel() }

  fileprivate func rang() {
    armedFor = .max
    core.runTimers()
  }
}

/// libevent calls it on the loop's thread; the context is the loop's alarm.
private func alarmRang(_ fd: Int32, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  Unmanaged<Alarm>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0.rang() }
}
