/// Whether a shortage is news: it is told once, and not at every attempt that it spoils.
///
/// At the brink attempts succeed and fail in turn, so one that succeeds does not end it; some time
/// does.
package struct ShortageNotice {
  private var quietUntil: UInt64 = 0
  private static let interval: UInt64 = 10_000_000_000

  package init() {}

  /// Whether to tell of it.
  ///
  /// - Parameter now: in nanoseconds of the monotonic clock.
  package mutating func isDue(_ now: UInt64) -> Bool {
    guard now >= quietUntil else { return false }
    quietUntil = now &+ Self.interval
    return true
  }
}
