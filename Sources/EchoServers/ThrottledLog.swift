internal import Sockets
internal import Synchronization

/// A log that a hostile peer cannot flood: some lines a second, then a count of the rest.
struct ThrottledLog: Sendable {
  /// Lines let through in each second.
  private static let linesPerSecond = 10

  /// Where it is kept how much was logged; forked processes share it.
  private let counters: SharedCounters
  private let log: @Sendable (String) -> Void

  init(_ counters: SharedCounters, _ log: @escaping @Sendable (String) -> Void) {
    self.counters = counters
    self.log = log
  }

  /// Logs the line, or counts it.
  ///
  /// Without a lock, which a process that dies could take with it: two callers at the turn of a
  /// second may let a line too many through.
  func callAsFunction(_ line: @autoclosure () -> String) {
    let second = Int(MonotonicClock.nanoseconds / 1_000_000_000)
    // Who was interrupted here for a second does not turn the clock back.
    if counters.advance(.logSecond, to: second) {
      _ = counters.exchange(.logLines, 0)
      let withheld = counters.exchange(.logWithheld, 0)
      if withheld > 0 { log("\(withheld) more like these") }
    }
    counters.add(.logLines)
    guard counters[.logLines] <= Self.linesPerSecond else { return counters.add(.logWithheld) }
    log(line())
  }
}
