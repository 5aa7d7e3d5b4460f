import Sockets
import TestSupport
import Testing

@testable import Reactor

/// A loop on a thread of its own for the length of a test, ended and checked behind it.
func withLoop<R>(
  _ configure: (inout EventLoop.Configuration) -> Void = { _ in },
  _ body: (EventLoop) async throws -> R
) async throws -> R {
  var configuration = EventLoop.Configuration()
  configure(&configuration)
  let loop = try EventLoop(configuration)
  let thread = try SystemThread(name: "test-loop") { loop.run() }
  let result: Result<R, any Error>
  do {
    result = .success(try await body(loop))
  } catch {
    result = .failure(error)
  }
  await loop.stop()
  thread.join()
  #expect(loop.statistics.active == 0)
  return try result.get()
}

/// The two ways to serve a connection.
enum Face: CaseIterable, Sendable { case handler, serving }

/// What a handler was told, in order.
enum Told: Hashable, Sendable {
  case connected(ConnectionID)
  case received(Int)
  case inputEnded
  case quiesced
  case outputDrained
  case closed(CloseReason)
}

/// An echo that tells what it is told.
final class EchoHandler: ConnectionHandler {
  private let tell: @Sendable (Told) -> Void

  init(_ tell: @escaping @Sendable (Told) -> Void = { _ in }) { self.tell = tell }

  func connected(_ connection: Connection) { tell(.connected(connection.id)) }

  func received(_ bytes: RawSpan, on connection: Connection) {
    connection.send(bytes)
    tell(.received(bytes.byteCount))
  }

  func inputEnded(on connection: Connection) {
    tell(.inputEnded)
    connection.finish()
  }

  func quiesced(on connection: Connection) {
    tell(.quiesced)
    connection.finish()
  }

  func outputDrained(on connection: Connection) { tell(.outputDrained) }

  func closed(_ connection: Connection, _ reason: CloseReason) { tell(.closed(reason)) }
}

extension ConnectionOptions {
  /// For a peer that reads or ends late because its test had to wait for a processor.
  static var patient: ConnectionOptions {
    var options = ConnectionOptions()
    options.writeStallTimeout = .seconds(3600)
    options.lingerTimeout = .seconds(3600)
    return options
  }
}

extension Endpoint {
  /// A free port of a loopback address that no other test uses: once its server has gone, nobody
  /// else's is met there.
  static var ownLoopback: Endpoint {
    let numbers = (0..<3).map { _ in "\(Int.random(in: 1...254))" }
    return .tcp("127." + numbers.joined(separator: "."), port: 0)
  }
}

/// An echo server on a free port of the loopback, by either face.
func listenEcho(
  _ loop: EventLoop, _ face: Face = .handler, on endpoint: Endpoint = .ownLoopback,
  _ options: ConnectionOptions = .patient, tell: @escaping @Sendable (Told) -> Void = { _ in }
) async throws -> Listener {
  switch face {
  case .handler:
    try await loop.listen(on: endpoint, connections: options) { _ in EchoHandler(tell) }
  case .serving:
    try await loop.listen(on: endpoint, connections: options) { connection in
      tell(.connected(connection.id))
      while let bytes = try await connection.read() {
        tell(.received(bytes.count))
        try await connection.write(bytes)
      }
      tell(.inputEnded)
    }
  }
}

/// Events on their way from a loop to a test, which waits for them one by one.
final class Events<Event: Sendable>: Sendable {
  private let stream: AsyncStream<Event>
  private let continuation: AsyncStream<Event>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func send(_ event: Event) { continuation.yield(event) }

  /// The next event; the test's time limit is the only deadline.
  func next() async throws -> Event {
    var iterator = stream.makeAsyncIterator()
    return try #require(await iterator.next(), "the test was cancelled while it waited")
  }

  /// The next event that is wanted, the others dropped.
  func first(where isWanted: (Event) -> Bool) async throws -> Event {
    while true {
      let event = try await next()
      if isWanted(event) { return event }
    }
  }
}

extension Events where Event == Told {
  /// Waits for the end of a connection.
  func closed() async throws -> CloseReason {
    while true { if case .closed(let reason) = try await next() { return reason } }
  }
}

/// Whether nobody is let in there any more.
///
/// A child that another test is just starting holds a listener that was closed until its exec; so
/// this waits.
func isClosed(_ endpoint: Endpoint) async -> Bool {
  await eventually { (try? Peer(to: endpoint)) == nil }
}

/// Waits until the loop's counters say so, looking behind every pass of the loop.
func waitUntil(
  _ loop: EventLoop, _ holds: @escaping @Sendable (LoopStatistics) -> Bool
) async throws {
  while !holds(loop.statistics) {
    try Task.checkCancellation()
    try await loop.sleep(for: .milliseconds(1))
  }
}
