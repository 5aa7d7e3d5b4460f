internal import EchoProtocol
public import Reactor
internal import Sockets

/// The reactor's loop, with the code of a thread per client: read, answer, read again.
///
/// Each connection is a task that runs on the loop's own thread and is suspended while it waits;
/// so it is written like a thread per client and runs like a reactor. A connection costs a task,
/// one or two kilobytes; a message costs what it costs the reactor and one resumption of a task.
/// What breaks it is what breaks the reactor: code that blocks between two `await`s. It suits what
/// the reactor suits, and conversations with many steps, which as callbacks nobody could read.
public struct AsyncServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "async"

  private let server: LoopServer
  /// Where it listens, in the order of the configuration.
  public let endpoints: [Endpoint]

  /// Opens the listeners and serves.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> AsyncServer {
    let server = try LoopServer(configuration)
    let endpoints = try await server.listen(configuration) { context in
      .serving { connection in try await converse(connection, context) }
    }
    return AsyncServer(server: server, endpoints: endpoints)
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

/// One client's conversation, from its first byte to its last.
private nonisolated(nonsending) func converse(
  _ connection: AsyncConnection, _ context: EchoContext
) async throws(ConnectionError) {
  var session = EchoSession(context.configuration)
  var sink = GatheringSink(connection, worksHere: context.server.pool == nil)
  while let bytes = try await connection.read(midMessage: !session.isBetweenFrames) {
    var status = digest(bytes, &session, &sink, context)
    if !sink.jobs.isEmpty { status = try await work(&session, &sink, connection, context) }
    if connection.isCongested { try await connection.catchUp() }
    guard case .open = status else { return note(status, connection, context) }
  }
  var status = session.inputEnded(into: &sink, using: &context.workspace)
  if !sink.jobs.isEmpty { status = try await work(&session, &sink, connection, context) }
  note(status, connection, context)
}

/// Takes the bytes and lets go of them: their memory serves the others while this one waits.
@inline(__always)
private func digest(
  _ bytes: consuming Bytes, _ session: inout EchoSession, _ sink: inout GatheringSink,
  _ context: EchoContext
) -> EchoStatus {
  session.receive(bytes.span, into: &sink, using: &context.workspace)
}

/// Has the workers do what the session submitted: all jobs of one read are in work at once, and
/// their answers leave in order.
@inline(never)
private nonisolated(nonsending) func work(
  _ session: inout EchoSession, _ sink: inout GatheringSink, _ connection: AsyncConnection,
  _ context: EchoContext
) async throws(ConnectionError) -> EchoStatus {
  while !sink.jobs.isEmpty {
    let jobs = sink.takeJobs()
    // Who waits for an answer is not idle.
    let cost = jobs.reduce(0) { $0 + $1.cost }
    connection.beginWork(bytes: cost)
    for job in await JobGroup.run(jobs, for: context) {
      // Dropped, because the server stops and cuts its connections.
      guard job.hasRun else {
        connection.abort()
        return .ended
      }
      _ = session.complete(job, into: &sink, using: &context.workspace)
    }
    connection.endWork(bytes: cost)
    // However much one read brought: no more is worked on than the peer takes, and nothing for one
    // that has gone meanwhile.
    try await connection.catchUp()
    if session.status == .stalled {
      _ = session.resume(into: &sink, using: &context.workspace)
    }
  }
  return session.status
}

private func note(_ status: EchoStatus, _ connection: AsyncConnection, _ context: EchoContext) {
  if case .failed(let error) = status { context.server.counters.count(error, "\(connection.id)") }
}

/// The way out of a session: replies to the connection, jobs gathered for the workers.
private struct GatheringSink: EchoSink {
  /// Beyond so many the session has to wait, so that one connection cannot fill the pool's queue.
  private static let mostJobs = 64

  private let connection: AsyncConnection
  /// There are no workers: jobs are done on the spot.
  private let worksHere: Bool
  private(set) var jobs: [EchoJob] = []

  init(_ connection: AsyncConnection, worksHere: Bool) {
    self.connection = connection
    self.worksHere = worksHere
  }

  mutating func reply(_ bytes: RawSpan) { connection.send(bytes) }

  mutating func submit(_ job: inout EchoJob) -> JobAdmission {
    if worksHere {
      job.run()
      return .done
    }
    guard jobs.count < Self.mostJobs else { return .refused }
    jobs.append(job.take())
    return .accepted
  }

  mutating func takeJobs() -> [EchoJob] {
    defer { jobs = [] }
    return jobs
  }
}

/// Jobs that are in work together.
private final class JobGroup: Sendable {
  private struct State {
    var done: [EchoJob] = []
    var left: Int
  }

  private let state: Locked<State>

  private init(_ count: Int) { state = Locked(State(left: count)) }

  /// Runs all of them on the workers and comes back when the last is done.
  static func run(_ jobs: [EchoJob], for context: EchoContext) async -> [EchoJob] {
    let server = context.server
    guard let pool = server.pool else { fatalError("AsyncServer: a job, and no workers") }
    let group = JobGroup(jobs.count)
    await context.loop.wait { resume in
      for job in jobs {
        pool.submitWhenRoom {
          var job = job
          if !server.isStopping { job.run() }
          if group.isLast(job) { resume() }
        }
      }
    }
    return group.state.withLock { $0.done }
  }

  private func isLast(_ job: EchoJob) -> Bool {
    state.withLock { state in
      state.done.append(job)
      state.left -= 1
      return state.left == 0
    }
  }
}
