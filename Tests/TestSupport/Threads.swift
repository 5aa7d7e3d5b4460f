import Sockets

/// Runs blocking code on a thread of its own, and not on one of the few that all tests share.
///
/// What is expected of the result is checked by the caller: a foreign thread belongs to no test.
package func onThread<Result: Sendable>(
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
package func onThreads<Result: Sendable>(
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
