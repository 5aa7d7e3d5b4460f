internal import EchoProtocol

/// The failures of sessions, counted and logged.
struct EchoCounters: Sendable {
  private let counters: SharedCounters
  /// For lines that a peer can cause.
  let log: ThrottledLog

  init(_ counters: SharedCounters, _ log: @escaping @Sendable (String) -> Void) {
    self.counters = counters
    self.log = ThrottledLog(counters, log)
  }

  /// Takes note of why a session gave up.
  func count(_ error: EchoError, _ who: @autoclosure () -> String) {
    counters.count(error)
    log("connection \(who()) closed: \(error)")
  }

  /// Adds the counts to a server's.
  func add(to statistics: inout EchoStatistics) {
    statistics.badFrames = counters[.badFrames]
    statistics.failedTransforms = counters[.failedTransforms]
  }
}
