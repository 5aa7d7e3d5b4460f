internal import EchoProtocol
public import Reactor

/// One thread, one `epoll_wait(2)`, a state machine per connection; heavy transforms on workers.
///
/// A connection costs a few hundred bytes and no thread; a message costs one `recv`, one `send`
/// and its share of an `epoll_wait`, and no context switch while others keep the loop busy. What
/// breaks it is a handler that blocks or computes on the loop: everybody waits. So transforms
/// declare their cost, and those that are not cheap go to the pool. It suits many connections,
/// mostly idle or chatty, with little work per message.
public struct ReactorServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "reactor"

  private let server: LoopServer
  /// Where it listens, in the order of the configuration.
  public let endpoints: [Endpoint]

  /// Opens the listeners and serves.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> ReactorServer {
    let server = try LoopServer(configuration)
    let endpoints = try await server.listen(configuration) { context in
      .handler { _ in EchoHandler(context) }
    }
    return ReactorServer(server: server, endpoints: endpoints)
  }

  /// What it has done so far.
  public var statistics: EchoStatistics { server.statistics }

  /// Ends gracefully, and cuts what is left when the time is up.
  public func drain(within limit: Duration) async -> DrainReport {
    await server.drain(within: limit)
  }

  /// Cuts what is left and gives everything back.
  public func stop() async { await server.stop() }
}

/// What the connections of one listener share on one loop.
///
/// Loop-confined.
final class EchoContext {
  let configuration: EchoConfiguration
  let server: LoopServer
  let loop: EventLoop
  /// The buffers every session of this loop borrows during a call.
  @exclusivity(unchecked) var workspace = EchoWorkspace()

  init(_ configuration: EchoConfiguration, _ server: LoopServer, _ loop: EventLoop) {
    self.configuration = configuration
    self.server = server
    self.loop = loop
  }
}

/// Lets an `EchoSession` talk to a `Connection`.
final class EchoHandler: ConnectionHandler {
  private let context: EchoContext
  @exclusivity(unchecked) private var session: EchoSession
  /// The loop drains: end as soon as the session is between frames.
  @exclusivity(unchecked) private var endsBetweenFrames = false

  init(_ context: EchoContext) {
    self.context = context
    session = EchoSession(context.configuration)
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    var sink = ConnectionSink(self, connection, context.server)
    follow(session.receive(bytes, into: &sink, using: &context.workspace), connection)
  }

  func inputEnded(on connection: Connection) {
    var sink = ConnectionSink(self, connection, context.server)
    follow(session.inputEnded(into: &sink, using: &context.workspace), connection)
  }

  func quiesced(on connection: Connection) {
    endsBetweenFrames = true
    if session.isBetweenFrames { connection.finish() }
  }

  /// A worker has brought an answer home.
  private func completed(_ job: consuming EchoJob, on connection: Connection) {
    var sink = ConnectionSink(self, connection, context.server)
    let cost = job.cost
    let status = session.complete(job, into: &sink, using: &context.workspace)
    jobsInWork -= 1
    follow(status, connection)
    connection.endWork(bytes: cost)
    goOn(on: connection)
  }

  func outputDrained(on connection: Connection) { goOn(on: connection) }

  /// Digests what had to wait until this connection owed less.
  private func goOn(on connection: Connection) {
    guard waitsForItself, mayHaveMore(connection) else { return }
    waitsForItself = false
    guard connection.isOpen, session.status == .stalled else { return }
    var sink = ConnectionSink(self, connection, context.server)
    connection.resumeReading()
    follow(session.resume(into: &sink, using: &context.workspace), connection)
  }

  /// Whether another of its frames may go to the workers: so many at once that no connection can
  /// fill the pool's queue, and none while it owes more than the mark, whatever one read brought.
  private func mayHaveMore(_ connection: Connection) -> Bool {
    jobsInWork < Self.mostJobs && !connection.isHeldBack
  }

  private static let mostJobs = 64
  private var jobsInWork = 0
  private var waitsForItself = false

  /// The worker pool has room again.
  ///
  /// - Returns: whether the room was of use.
  private func resume(on connection: Connection) -> Bool {
    waitsForRoom = false
    // First, or the wait itself could be what holds this connection back.
    connection.endWork(bytes: Self.waitingCost)
    // A job that failed meanwhile may have ended what was stalled.
    guard connection.isOpen, session.status == .stalled else { return false }
    var sink = ConnectionSink(self, connection, context.server)
    connection.resumeReading()
    follow(session.resume(into: &sink, using: &context.workspace), connection)
    return !waitsForItself
  }

  /// Does what the session wants next.
  @inline(__always)
  private func follow(_ status: EchoStatus, _ connection: Connection) {
    if case .open = status, !endsBetweenFrames { return }
    followRarely(status, connection)
  }

  private func followRarely(_ status: EchoStatus, _ connection: Connection) {
    switch status {
    case .open: if endsBetweenFrames, session.isBetweenFrames { connection.finish() }
    case .stalled: if waitsForItself { connection.pauseReading() } else { waitForRoom(connection) }
    case .ending: connection.pauseReading()
    case .ended: connection.finish()
    case .failed(let error):
      // Jobs that outlive the failure come back to it: counted once.
      if connection.isOpen, !hasFailed { context.server.counters.count(error, "\(connection.id)") }
      hasFailed = true
      connection.finish()
    }
  }

  private var hasFailed = false
  private var waitsForRoom = false
  /// What waiting for room counts as work in progress, so that the idle deadline does not run.
  private static let waitingCost = 1

  private func waitForRoom(_ connection: Connection) {
    connection.pauseReading()
    guard !waitsForRoom, let pool = context.server.pool else { return }
    waitsForRoom = true
    connection.beginWork(bytes: Self.waitingCost)
    let loop = context.loop
    let id = connection.id
    pool.whenRoom {
      loop.execute { loop in
        var isUsed = false
        EchoHandler.find(id, loop) { handler, connection in
          isUsed = handler.resume(on: connection)
        }
        // The pool calls one waiter per place that falls free: who comes to nothing has to take
        // the place for a moment, or those behind would wait for ever.
        if !isUsed { _ = pool.submit {} }
      }
    }
  }

  /// Comes home from another thread: the connection may have gone meanwhile.
  private static func find(
    _ id: ConnectionID, _ loop: isolated EventLoop, _ body: (EchoHandler, Connection) -> Void
  ) {
    loop.withConnection(id) { connection in
      if let handler = connection.handler as? EchoHandler { body(handler, connection) }
    }
  }

  /// The way out of a session: replies to the connection, jobs to the workers.
  ///
  /// It lives for one call, during which the caller holds all three: so it does not count references.
  private struct ConnectionSink: EchoSink {
    private unowned(unsafe) let handler: EchoHandler
    private unowned(unsafe) let connection: Connection
    private unowned(unsafe) let server: LoopServer

    @inline(__always)
    init(_ handler: EchoHandler, _ connection: Connection, _ server: LoopServer) {
      self.handler = handler
      self.connection = connection
      self.server = server
    }

    @inline(__always)
    mutating func reply(_ bytes: RawSpan) { connection.send(bytes) }

    mutating func submit(_ job: inout EchoJob) -> JobAdmission {
      guard let pool = server.pool else {
        job.run()
        return .done
      }
      guard handler.mayHaveMore(connection) else {
        handler.waitsForItself = true
        return .refused
      }
      let loop = handler.context.loop
      let id = connection.id
      let cost = job.cost
      let taken = job.take()
      let server = self.server
      let isAccepted = pool.submit {
        if server.isStopping { return }
        var job = taken
        job.run()
        let done = job
        loop.execute { loop in
          EchoHandler.find(id, loop) { $0.completed(done, on: $1) }
        }
      }
      guard isAccepted else {
        job = taken
        return .refused
      }
      handler.jobsInWork += 1
      connection.beginWork(bytes: cost)
      return .accepted
    }
  }
}
