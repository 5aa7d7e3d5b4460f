import Reactor
import Synchronization

@testable import Chat

/// A member of the room, for a test: says lines, and waits for those it hears.
struct Client {
  private let loop: EventLoop
  private let id: ConnectionID
  private var lines: AsyncStream<String>.Iterator

  /// Joins, and returns when the room has said welcome.
  init(_ name: String, _ endpoint: Endpoint, _ loop: EventLoop) async throws {
    let (stream, continuation) = AsyncStream<String>.makeStream()
    let id = Box()
    try await loop.connect(to: endpoint) { connection in
      id.value.withLock { $0 = connection.id }
      return Ear(continuation)
    }
    guard let known = id.value.withLock({ $0 }) else { fatalError("connected without a name") }
    self.id = known
    self.loop = loop
    lines = stream.makeAsyncIterator()
    try await say(name)
    await hear("* welcome, \(name)")
  }

  func say(_ line: String) async throws {
    await loop.withConnection(id) { _ = $0.send(Array("\(line)\n".utf8).span.bytes) }
  }

  /// The next line, or `nil` when the connection is over.
  mutating func next() async -> String? { await lines.next() }

  /// Waits for a line, past others.
  ///
  /// - Returns: the lines before it; all that came, if it never does.
  @discardableResult
  mutating func hear(_ line: String) async -> [String] {
    var before: [String] = []
    while let next = await next(), next != line { before.append(next) }
    return before
  }

  func stopReading() async { await loop.withConnection(id) { $0.pauseReading() } }

  func readAgain() async { await loop.withConnection(id) { $0.resumeReading() } }

  func leave() async { await loop.withConnection(id) { $0.finish() } }

  private final class Box: Sendable {
    let value = Mutex<ConnectionID?>(nil)
  }

  private final class Ear: ConnectionHandler {
    private let lines: AsyncStream<String>.Continuation
    private var buffer = LineBuffer()

    init(_ lines: AsyncStream<String>.Continuation) { self.lines = lines }

    func received(_ bytes: RawSpan, on connection: Connection) {
      buffer.append(bytes)
      while let line = buffer.next() { lines.yield(line) }
    }

    func closed(_ connection: Connection, _ reason: CloseReason) { lines.finish() }
  }
}
