import Reactor
import Sockets

/// Runs blocking code on a thread of its own, and not on one of the few that all tests share.
///
/// What is expected of the result is checked by the caller: a foreign thread belongs to no test.
func onThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withUnsafeThrowingContinuation { continuation in
    do {
      try SystemThread(name: "test-client") {
        continuation.resume(with: Swift.Result { try body() })
      }.detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}

/// Runs `count` blocking bodies at once, each on a thread of its own, in the order of their results.
func onThreads<Result: Sendable>(
  _ count: Int, _ body: @escaping @Sendable (Int) throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    for number in 0..<count {
      group.addTask { (number, try await onThread { try body(number) }) }
    }
    var results: [(Int, Result)] = []
    for try await result in group { results.append(result) }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Waits until something is so; the last resort, for what nobody can be asked to tell.
///
/// - Returns: whether it came to be so in time.
func eventually(
  within limit: Duration = .seconds(300), _ condition: () throws -> Bool
) async rethrows -> Bool {
  let end = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < end else { return false }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return true
}

/// A value that several threads use.
final class Box<Value: Sendable>: Sendable {
  private let storage: Locked<Value>

  init(_ value: Value) { storage = Locked(value) }

  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }
}

/// The lines a server has logged.
final class LogBook: Sendable {
  private let storage = Locked<[String]>([])

  func append(_ line: String) { storage.withLock { $0.append(line) } }

  var lines: [String] { storage.withLock { $0 } }
}
