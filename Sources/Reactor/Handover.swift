import Sockets

/// The result of something, on its way from the thread that does it to the one that waits.
final class Handover<Value: Sendable, Failure: Error>: Sendable {
  private let result = Locked<Result<Value, Failure>?>(nil)

  func set(_ value: Result<Value, Failure>) { result.withLock { $0 = value } }

  /// What was set; `nil` if nothing was.
  func take() -> Result<Value, Failure>? { result.withLock { $0.take() } }
}
