extension SystemThread {
  /// Runs what blocks on a thread of its own, and waits for it without blocking the caller's: there
  /// are only a few threads for all tasks.
  ///
  /// Not cut short by cancellation. Where there is no room for a thread it runs on the caller's.
  package static func run<Value: Sendable>(
    name: String, _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withUnsafeContinuation { continuation in
      let run = { @Sendable in continuation.resume(returning: body()) }
      do { try SystemThread(name: name, run).detach() } catch { run() }
    }
  }
}
