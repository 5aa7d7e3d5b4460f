package import Sockets

/// The rules of accepting, without any I/O: how many at a time, when to pause, when to go on.
package struct ListenerState {
  package enum Phase: Equatable {
    case accepting
    /// The connection limit is reached: the others wait in the kernel's queue.
    case full
    /// Descriptors or memory have run out: trying again at once would only spin.
    case backingOff
    case stopped
  }

  package enum Action: Equatable {
    /// Try to accept one more.
    case accept
    /// Enough for now, or nothing more to be had: wait for readiness.
    case wait
    /// Stop watching; go on when a connection has gone.
    case pause
    /// Stop watching for that many nanoseconds; say so in the log, or not again.
    case backOff(nanoseconds: UInt64, log: Bool)
  }

  /// At most so many at a wake-up: a storm of newcomers must not keep the others waiting.
  package static let budget = 64
  private static let firstBackOff: UInt64 = 50_000_000
  private static let longestBackOff: UInt64 = 1_000_000_000

  package private(set) var phase = Phase.accepting
  private var left = 0
  private var nextBackOff = firstBackOff
  private let limit: Int

  package init(limit: Int) { self.limit = limit }

  /// The listening socket is readable; `active` connections are open.
  package mutating func readable(active: Int) -> Action {
    guard phase == .accepting else { return .wait }
    left = Self.budget
    return next(active: active)
  }

  /// One was accepted.
  package mutating func accepted(active: Int) -> Action {
    nextBackOff = Self.firstBackOff
    left -= 1
    guard phase == .accepting else { return .wait }
    return left > 0 ? next(active: active) : .wait
  }

  /// One failed.
  package mutating func failed(_ errno: Errno, active: Int) -> Action {
    guard phase == .accepting else { return .wait }
    guard errno.isExhaustion else {
      // accept(2): an error of that one connection, which is gone; the next may be well.
      left -= 1
      return left > 0 ? next(active: active) : .wait
    }
    return backOff()
  }

  private mutating func backOff() -> Action {
    phase = .backingOff
    let log = nextBackOff == Self.firstBackOff
    defer { nextBackOff = min(nextBackOff * 2, Self.longestBackOff) }
    return .backOff(nanoseconds: nextBackOff, log: log)
  }

  /// The kernel refused the watch: without one nobody is let in, so it is tried again later,
  /// whatever the reason.
  package mutating func watchRefused() -> Action {
    guard phase == .accepting else { return .wait }
    return backOff()
  }

  /// A connection has gone; whether to watch again.
  package mutating func connectionGone(active: Int) -> Bool {
    guard phase == .full, active < limit else { return false }
    phase = .accepting
    return true
  }

  /// The back-off is over; whether to watch again.
  package mutating func backOffIsOver() -> Bool {
    guard phase == .backingOff else { return false }
    phase = .accepting
    return true
  }

  package mutating func stop() { phase = .stopped }

  /// Before each accept, not behind it: nobody is let in to be thrown out.
  private mutating func next(active: Int) -> Action {
    guard active < limit else {
      phase = .full
      return .pause
    }
    return .accept
  }
}
