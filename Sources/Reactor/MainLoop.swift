internal import Sockets

extension EventLoop {
  /// Where tasks run that prefer this loop's thread: `Task(executorPreference: loop.taskExecutor)`.
  public nonisolated var taskExecutor: any TaskExecutor { executor }

  /// Runs a whole program on the calling thread: makes a loop, runs `body` on it, and returns what
  /// `body` returns, once that has ended.
  ///
  /// For a `main` that is not `async`. Nothing else runs: with one thread in the process, the
  /// kernel and the C library spare the locks that a second one would need, which is worth some
  /// percent of a small message's cost.
  ///
  /// ```swift
  /// try EventLoop.run { loop in
  ///   try await loop.serve(on: .tcp("127.0.0.1", port: 5000)) { connection in
  ///     while let bytes = try await connection.read() {
  ///       try await connection.write(bytes)
  ///     }
  ///   }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - configuration: what the loop is made with.
  ///   - body: its task prefers the loop's thread, so that what it awaits stays there too.
  /// - Throws: `SocketError` where there is no loop to be had, or what `body` throws.
  public static func run<Value: Sendable>(
    _ configuration: Configuration = Configuration(),
    _ body: @escaping @Sendable (EventLoop) async throws -> Value
  ) throws -> Value {
    let loop = try EventLoop(configuration)
    let outcome = Handover<Value, any Error>()
    Task(executorPreference: loop.executor) {
      do {
        outcome.set(.success(try await body(loop)))
      } catch {
        outcome.set(.failure(error))
      }
      await loop.stop()
    }
    loop.run()
    guard let result = outcome.take() else {
      throw SocketError("finish", "the main task", reason: "the loop was stopped")
    }
    return try result.get()
  }
}
