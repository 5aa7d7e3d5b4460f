import CLinux
import Sockets
import Testing

@testable import Reactor

@Suite("Connecting", .timeLimit(.minutes(10)))
struct ConnectTests {
  @Test("with a handler, by number, by name and over a Unix socket")
  func handler() async throws {
    try await withLoop { loop in
      let name = "@swiftlet-\(UInt64.random(in: 0...(.max)))"
      let tcp = try await listenEcho(loop, on: .tcp("127.0.0.1", port: 0)).endpoint
      guard case .tcp(_, let port) = tcp else { return }
      let unix = try await listenEcho(loop, on: .unix(name)).endpoint
      for endpoint in [tcp, unix, .tcp("localhost", port: port)] {
        let told = Events<Told>()
        try await loop.connect(to: endpoint) { _ in EchoHandler { told.send($0) } }
        guard case .connected(let id) = try await told.next() else { return }
        await loop.withConnection(id) { $0.finish() }
        #expect(try await told.closed() == .finished)
      }
      #expect(loop.statistics.connected == 3)
    }
  }

  @Test("with straight-line code, whose result comes back")
  func straightLine() async throws {
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop, .serving).endpoint
      let reply = try await loop.connect(to: endpoint) { connection in
        try await connection.write("hello")
        var got: [UInt8] = []
        while got.count < 5, let bytes = try await connection.read() { got += bytes.array() }
        return String(decoding: got, as: UTF8.self)
      }
      #expect(reply == "hello")
    }
  }

  @Test("straight-line code that throws cuts its connection, and its error comes back")
  func bodyThrows() async throws {
    struct Mistake: Error {}
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop).endpoint
      await #expect(throws: Mistake.self) {
        try await loop.connect(to: endpoint) { _ in throw Mistake() }
      }
      try await waitUntil(loop) { $0.aborted == 1 }
    }
  }

  @Test("a cancelled task does not wait for a server that answers no handshake")
  func cancelled() async throws {
    try await withLoop { loop in
      let full = try FullListener()
      let endpoint = full.endpoint
      let tasks = (0..<8).map { _ in
        Task {
          _ = await #expect(throws: (any Error).self) {
            try await loop.connect(to: endpoint, timeout: .seconds(3600)) { connection in
              _ = try await connection.read()
              throw CancellationError()
            }
          }
        }
      }
      while await loop.timeoutsRunning < tasks.count { await Task.yield() }
      let time = await ContinuousClock().measure {
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
      }
      #expect(time < .seconds(600), "nobody waits for the time-out")
      withExtendedLifetime(full) {}
    }
  }

  @Test("refused: an error that names the endpoint")
  func refused() async throws {
    try await withLoop { loop in
      let listener = try await listenEcho(loop)
      await listener.stop()
      #expect(await isClosed(listener.endpoint))
      let error = await #expect(throws: SocketError.self) {
        try await loop.connect(to: listener.endpoint) { _ in EchoHandler() }
      }
      #expect(error?.errno == .connectionRefused)
      #expect(error?.description.hasPrefix("cannot connect to \(listener.endpoint): ") == true)
      let nobody = await #expect(throws: SocketError.self) {
        try await loop.connect(to: .unix("@swiftlet-nobody")) { _ in EchoHandler() }
      }
      #expect(nobody?.errno == .connectionRefused)
    }
  }

  @Test("a peer that answers nobody: time out")
  func timeOut() async throws {
    try await withLoop { loop in
      let full = try FullListener()
      let endpoint = full.endpoint
      let error = await #expect(throws: SocketError.self) {
        try await loop.connect(to: endpoint, timeout: .milliseconds(30)) { _ in EchoHandler() }
      }
      #expect(error?.errno == .timedOut)
      withExtendedLifetime(full) {}
    }
  }

  @Test("a connection that is there is not lost because the time was up when the loop looked")
  func late() async throws {
    try await withLoop { server in
      let endpoint = try await listenEcho(server).endpoint
      try await withLoop { loop in
        let isConnected = try await loop.connectAndStandStill(endpoint)
        #expect(isConnected)
      }
    }
  }

  @Test("the kernel refuses the watch: an error, no wait for ever")
  func refusedWatch() async throws {
    let kernel = FaultyKernel()
    kernel.watchFault = { $0 > 1 ? .noMemory : nil }
    try await withLoop {
      $0.kernel = kernel
    } _: { loop in
      let full = try FullListener()
      let endpoint = full.endpoint
      let error = await #expect(throws: SocketError.self) {
        try await loop.connect(to: endpoint) { _ in EchoHandler() }
      }
      #expect(error?.errno == .noMemory)
      withExtendedLifetime(full) {}
    }
  }

  @Test("straight-line code runs on the loop's thread, before and behind every wait")
  func onTheLoop() async throws {
    try await withLoop { loop in
      let loopThread = await loop.perform { @Sendable _ in UInt(pthread_self()) }
      let endpoint = try await listenEcho(loop, .serving).endpoint
      let threads = try await loop.connect(to: endpoint) { connection in
        var threads = [UInt(pthread_self())]
        for _ in 0..<3 {
          try await connection.write([1])
          threads.append(UInt(pthread_self()))
          _ = try await connection.read()
          threads.append(UInt(pthread_self()))
          try await loop.sleep(for: .zero)
          threads.append(UInt(pthread_self()))
        }
        return threads
      }
      #expect(threads == [UInt](repeating: loopThread, count: 10))
    }
  }

  @Test("many at once, from tasks that prefer no executor")
  func many() async throws {
    try await withLoop { loop in
      let endpoint = try await listenEcho(loop, .serving).endpoint
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<200 {
          group.addTask {
            try await loop.connect(to: endpoint) { connection in
              try await connection.write([UInt8(truncatingIfNeeded: number)])
              return try await connection.read()?.count ?? 0
            }
          }
        }
        var sum = 0
        for try await count in group { sum += count }
        #expect(sum == 200)
      }
    }
  }
}

extension EventLoop {
  /// One for each connect that waits for its answer.
  fileprivate var timeoutsRunning: Int { core.timers.count }

  /// Begins to connect, and lets the loop do nothing until the time for it is up too.
  fileprivate func connectAndStandStill(_ endpoint: Endpoint) async throws -> Bool {
    execute { _ in usleep(60_000) }
    return try await connect(to: endpoint, timeout: .milliseconds(20)) { _ in true }
  }
}
