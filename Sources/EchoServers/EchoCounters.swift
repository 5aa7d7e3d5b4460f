internal import EchoProtocol
internal import Synchronization

/// The failures of sessions, counted and logged.
final class EchoCounters: Sendable {
  private let badFrames = Atomic<Int>(0)
  private let failedTransforms = Atomic<Int>(0)
  private let log: ThrottledLog

  init(_ log: @escaping @Sendable (String) -> Void) { self.log = ThrottledLog(log) }

  /// Takes note of why a session gave up.
  func count(_ error: EchoError, _ who: @autoclosure () -> String) {
    switch error {
    case .frameTooLong, .announcedTooLong, .truncatedFrame:
      badFrames.add(1, ordering: .relaxed)
    case .transformFailed: failedTransforms.add(1, ordering: .relaxed)
    }
    log("connection \(who()) closed: \(error)")
  }

  /// Adds the counts to a server's.
  func add(to statistics: inout EchoStatistics) {
    statistics.badFrames = badFrames.load(ordering: .relaxed)
    statistics.failedTransforms = failedTransforms.load(ordering: .relaxed)
  }
}
