internal import EchoProtocol
internal import Reactor
internal import Sockets
internal import Synchronization

/// What the two models on an event loop share: the loop, or several, the worker pool, the
/// listeners.
final class LoopServer: Sendable {
  /// The only loop, or the first.
  private let loop: EventLoop
  /// All of them, where there are several.
  private let group: LoopGroup?
  let pool: WorkerPool?
  let counters: EchoCounters
  private let ownsLoop: Bool
  private let stopping = Atomic<Bool>(false)

  /// Whether work that still waits is to be dropped: the connections it is for are cut.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Starts the loop's thread, and workers if a transform needs them.
  init(_ configuration: EchoServerConfiguration) throws(SocketError) {
    let needsWorkers =
      !configuration.worksOnLoop
      && configuration.services.contains { $0.echo.chain.cost != .inline }
    pool = needsWorkers ? try WorkerPool(configuration.workers) : nil
    do {
      counters = EchoCounters(try SharedCounters(slots: 0), configuration.log)
    } catch {
      throw SocketError("make", "a server", error)
    }
    ownsLoop = configuration.loop == nil
    let several = configuration.loops > 1
    if let loop = configuration.loop {
      self.loop = loop
      group =
        several ? try LoopGroup(extending: loop, to: configuration.loops, name: Self.name) : nil
    } else {
      var loopConfiguration = EventLoop.Configuration()
      loopConfiguration.maximumConnections = try configuration.connectionLimit()
      loopConfiguration.log = configuration.log
      if several {
        let group = try LoopGroup.spawn(
          count: configuration.loops, name: Self.name, loopConfiguration)
        self.group = group
        loop = group.loops[0]
      } else {
        group = nil
        loop = try EventLoop.spawn(name: Self.name, loopConfiguration)
      }
    }
  }

  /// The loops' threads.
  private static let name = "reactor"

  /// Opens a listener per service; none stays open if one fails.
  func listen(
    _ configuration: EchoServerConfiguration,
    _ reception: @escaping @Sendable (EchoContext) -> Reception
  ) async throws(SocketError) -> [Endpoint] {
    var listeners: [Listener] = []
    for service in configuration.services {
      do {
        listeners.append(try await listen(service, configuration, reception))
      } catch {
        // Only what was opened here: a loop that was lent may have others.
        for listener in listeners { await listener.stop() }
        await stopLoops()
        await stopWorkers()
        throw error
      }
    }
    return listeners.map(\.endpoint)
  }

  /// - Parameter reception: called on each loop's thread with that loop's own context.
  private func listen(
    _ service: EchoService, _ configuration: EchoServerConfiguration,
    _ reception: @escaping @Sendable (EchoContext) -> Reception
  ) async throws(SocketError) -> Listener {
    let receive = { @Sendable [self] (loop: isolated EventLoop) in
      reception(EchoContext(service.echo, self, loop))
    }
    guard let group else {
      return try await loop.listen(
        on: service.endpoint, configuration.listening, connections: configuration.connections,
        receiving: receive)
    }
    return try await group.listen(
      on: service.endpoint, configuration.listening, connections: configuration.connections,
      receiving: receive)
  }

  var statistics: EchoStatistics {
    var statistics = EchoStatistics()
    statistics.connections = group?.statistics ?? loop.statistics
    if let pool { statistics.workers = pool.statistics }
    counters.add(to: &statistics)
    return statistics
  }

  func drain(within limit: Duration) async -> DrainReport {
    if let group { await group.drain(within: limit) } else { await loop.drain(within: limit) }
  }

  func stop() async {
    stopping.store(true, ordering: .relaxed)
    if !ownsLoop {
      await loop.stopListening()
      await loop.abort()
    }
    await stopLoops()
    await stopWorkers()
  }

  /// Ends the loops, but for one that was lent.
  private func stopLoops() async {
    if let group { await group.stop() } else if ownsLoop { await loop.stop() }
  }

  private func stopWorkers() async {
    guard let pool else { return }
    // A thread is waited for until its piece of work is done, and a task must not block that long:
    // one of the few threads for all tasks may be what the work waits for.
    await SystemThread.run(name: "stop") { pool.stop() }
  }
}
