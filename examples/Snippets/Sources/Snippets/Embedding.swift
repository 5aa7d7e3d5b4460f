// The snippets of the README, of the landing page of `Reactor` and of the article "Embedding the event
// loop".
import Reactor

func echo(on endpoint: Endpoint) async throws {
  let loop = try EventLoop.spawn(name: "echo")
  try await loop.serve(on: endpoint) { connection in
    while let bytes = try await connection.read() {
      try await connection.write(bytes)
    }
  }
}

func echoByHost() async throws {
  let loop = try EventLoop.spawn(name: "echo")
  try await loop.serve(on: .tcp("127.0.0.1", port: 5000)) { connection in
    while let bytes = try await connection.read() {
      try await connection.write(bytes)
    }
  }
}

/// The main program of the README and of `EventLoop.run(_:_:)`; compiled only, because it never ends.
func runProgram() throws {
  try EventLoop.run { loop in
    try await loop.serve(on: .tcp("127.0.0.1", port: 5000)) { connection in
      while let bytes = try await connection.read() {
        try await connection.write(bytes)
      }
    }
  }
}

func configured() throws -> EventLoop {
  var configuration = EventLoop.Configuration()
  configuration.maximumConnections = 10_000
  configuration.log = { line in print("loop: \(line)") }
  return try EventLoop.spawn(name: "service", configuration)
}

func runHere(on endpoint: Endpoint) throws {
  let loop = try EventLoop()
  loop.execute { loop in
    do {
      try loop.listen(on: endpoint, handler: { _ in Echo() })
    } catch {
      print("\(error)")
      loop.stop()
    }
  }
  loop.run()
}

final class Echo: ConnectionHandler {
  func received(_ bytes: RawSpan, on connection: Connection) {
    connection.send(bytes)
  }
}

func startEcho(on loop: EventLoop, at endpoint: Endpoint) async throws -> Listener {
  try await loop.listen(on: endpoint, handler: { _ in Echo() })
}

extension EventLoop {
  /// Sends a text to a connection, and says whether it is still there.
  func tell(_ text: String, to id: ConnectionID) -> Bool {
    let bytes = Array(text.utf8)
    return withConnection(id) { connection in connection.send(bytes.span.bytes) } != nil
  }
}

final class Clock {
  private(set) var seconds = 0

  func start(on loop: isolated EventLoop) {
    loop.every(.seconds(1)) { self.seconds += 1 }
  }
}

func startClock(on loop: EventLoop) {
  loop.execute { loop in Clock().start(on: loop) }
}

func waitABit(on loop: EventLoop) async throws {
  try await loop.sleep(for: .milliseconds(20))
}

func ask(_ question: String, of endpoint: Endpoint, on loop: EventLoop) async throws -> String {
  try await loop.connect(to: endpoint, timeout: .seconds(2)) { connection in
    try await connection.write(question)
    connection.finishOutput()
    var answer: [UInt8] = []
    while let bytes = try await connection.read() { answer += bytes.array() }
    return String(decoding: answer, as: UTF8.self)
  }
}

func startSums(
  on loop: EventLoop, at endpoint: Endpoint, computingOn pool: WorkerPool
) async throws -> Listener {
  try await loop.listen(on: endpoint) { connection in
    while let bytes = try await connection.read() {
      let numbers = bytes.array()
      let sum = await pool.run { numbers.reduce(0) { $0 + Int($1) } }
      try await connection.write("\(sum)\n")
    }
  }
}

/// The snippet of `LoopGroup`'s documentation; compiled only, because it wants a port of its own.
func echoOnFourLoops() async throws -> LoopGroup {
  let group = try LoopGroup.spawn(count: 4)
  try await group.listen(on: .tcp("127.0.0.1", port: 5000)) { _ in
    .serving { connection in
      while let bytes = try await connection.read() { try await connection.write(bytes) }
    }
  }
  return group
}
