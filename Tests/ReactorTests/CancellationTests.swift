import Sockets
import Testing

@testable import Reactor

@Suite("Cancelling what waits on a loop", .timeLimit(.minutes(10)))
struct CancellationTests {
  /// A server that takes connections and neither reads nor writes.
  private func listenSilently(_ loop: EventLoop) async throws -> Endpoint {
    final class Silent: ConnectionHandler {
      func connected(_ connection: Connection) { connection.pauseReading() }
      func received(_ bytes: RawSpan, on connection: Connection) {}
    }
    return try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { _ in Silent() }.endpoint
  }

  @Test("a read that waits throws `cancelled`, and the connection ends")
  func read() async throws {
    try await withLoop { loop in
      let endpoint = try await listenSilently(loop)
      let waits = Events<ConnectionID>()
      let task = Task {
        try await loop.connect(to: endpoint) { connection in
          waits.send(connection.id)
          _ = try await connection.read()
        }
      }
      let id = try await waits.next()
      while await !loop.waitsForInput(id) { await Task.yield() }
      task.cancel()
      await #expect(throws: ConnectionError.cancelled) { try await task.value }
      try await waitUntil(loop) { $0.active <= 1 }
    }
  }

  @Test("a write that waits throws `cancelled`")
  func write() async throws {
    try await withLoop { loop in
      let endpoint = try await listenSilently(loop)
      let waits = Events<ConnectionID>()
      let task = Task {
        try await loop.connect(to: endpoint, options: .patient) { connection in
          waits.send(connection.id)
          while true { try await connection.write([UInt8](repeating: 0, count: 1 << 20)) }
        }
      }
      let id = try await waits.next()
      while await loop.withConnection(id, { $0.isCongested }) != true { await Task.yield() }
      task.cancel()
      await #expect(throws: ConnectionError.cancelled) { try await task.value }
    }
  }

  @Test("a task that is cancelled already does not wait, but still reads what has arrived")
  func alreadyCancelled() async throws {
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop).endpoint
      let task = Task {
        try await loop.connect(to: endpoint) { connection in
          try await connection.write([1, 2, 3])
          withUnsafeCurrentTask { $0?.cancel() }
          _ = try await connection.read()
          _ = try await connection.read()
        }
      }
      await #expect(throws: ConnectionError.cancelled) { try await task.value }
    }
  }

  @Test("cancelling, answering and closing at once: everyone comes home, once")
  func storm() async throws {
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop, .serving).endpoint
      for round in 0..<20 {
        let tasks = (0..<10).map { number in
          Task {
            try await loop.connect(to: endpoint) { connection in
              for _ in 0..<(round % 5) {
                try await connection.write([UInt8(number)])
                _ = try await connection.read()
              }
              if number % 3 == 0 { connection.abort() }
              _ = try await connection.read()
            }
          }
        }
        for task in tasks.shuffled() {
          await Task.yield()
          task.cancel()
        }
        for task in tasks { _ = await task.result }
      }
      try await waitUntil(loop) { $0.active == 0 }
    }
  }

  /// A task that prefers the loop's executor is put on its queue behind the cancellation.
  @Test(
    "a connect by a task that is cancelled already does not wait either", arguments: [false, true])
  func cancelledConnect(_ prefersLoop: Bool) async throws {
    try await withLoop { loop in
      let full = try FullListener()
      let endpoint = full.endpoint
      let connect = { @Sendable in
        withUnsafeCurrentTask { $0?.cancel() }
        try await loop.connect(to: endpoint, timeout: .seconds(3600)) { _ in }
      }
      let task = Task(executorPreference: prefersLoop ? loop.taskExecutor : nil) {
        try await connect()
      }
      let error = await #expect(throws: SocketError.self) { try await task.value }
      #expect(error?.errno == .canceled)
    }
  }

  @Test("a read that waits returns nil when the connection is finished by others")
  func finishWakes() async throws {
    try await withLoop { loop in
      let endpoint = try await listenSilently(loop)
      let waits = Events<ConnectionID>()
      let task = Task {
        try await loop.connect(to: endpoint) { connection in
          waits.send(connection.id)
          return try await connection.read() == nil
        }
      }
      let id = try await waits.next()
      while await !loop.waitsForInput(id) { await Task.yield() }
      await loop.finish(id)
      #expect(try await task.value)
    }
  }

  @Test("a sleep that is cancelled ends at once, and leaves nothing behind")
  func sleep() async throws {
    try await withLoop { loop in
      for _ in 0..<500 {
        let task = Task { try await loop.sleep(for: .seconds(3600)) }
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
      #expect(await loop.timerCount <= 130, "entries of cancelled sleeps are dropped")
    }
  }

  @Test("serve ends when its task is cancelled, even before it has begun to wait")
  func serve() async throws {
    try await withLoop { loop in
      for round in 0..<20 {
        let task = Task { try await loop.serve(on: .tcp("127.0.0.1", port: 0)) { _ in } }
        for _ in 0..<round { await Task.yield() }
        task.cancel()
        try await task.value
      }
      #expect(await loop.listenerCount == 0)
    }
  }
}

extension EventLoop {
  fileprivate func waitsForInput(_ id: ConnectionID) -> Bool {
    guard let connection = core.connections[id] else { return false }
    guard case .task(let task) = connection.consumer else { return false }
    return task.isReading
  }

  fileprivate func finish(_ id: ConnectionID) {
    guard case .task(let task) = core.connections[id]?.consumer else { return }
    task.finish()
  }

  fileprivate var timerCount: Int { core.timers.count }
  fileprivate var listenerCount: Int { core.acceptors.count }
}
