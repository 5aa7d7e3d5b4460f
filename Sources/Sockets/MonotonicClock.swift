internal import CLinux

/// The clock that never jumps: nanoseconds since some moment before the process started
/// (`clock_gettime(2)`, `CLOCK_MONOTONIC`).
package enum MonotonicClock {
  /// Exact time; a vDSO call of some 20 ns.
  package static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }

  /// Time to within a tick of the kernel (1 to 4 ms), for a quarter of the price: what a lazy
  /// deadline needs.
  package static var coarseNanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}

extension Duration {
  /// Whole nanoseconds; zero for a negative duration, and at most some 292 years.
  package var nanosecondsClamped: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 9_000_000_000 else { return UInt64(Int64.max) }
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}

/// The clock on the wall, which may be set: for telling other machines a time.
package enum WallClock {
  /// The time since 1970-01-01 00:00 UTC.
  package static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
