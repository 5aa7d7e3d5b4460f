internal import EchoProtocol
internal import Reactor
internal import Synchronization

/// What the two models on an event loop share: the loop, the worker pool, the listeners.
final class LoopServer: Sendable {
  let loop: EventLoop
  let pool: WorkerPool?
  let counters: EchoCounters
  private let ownsLoop: Bool
  private let stopping = Atomic<Bool>(false)

  /// Whether work that still waits is to be dropped: the connections it is for are cut.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }

  /// Starts the loop's thread, and workers if a transform needs them.
  init(_ configuration: EchoServerConfiguration) throws(SocketError) {
    let needsWorkers = configuration.services.contains { $0.echo.chain.cost != .inline }
    pool = needsWorkers ? try WorkerPool(configuration.workers) : nil
    do {
      counters = EchoCounters(try SharedCounters(slots: 0), configuration.log)
    } catch {
      throw SocketError("make", "a server", error)
    }
    ownsLoop = configuration.loop == nil
    if let loop = configuration.loop {
      self.loop = loop
    } else {
      var loopConfiguration = EventLoop.Configuration()
      loopConfiguration.maximumConnections = try configuration.connectionLimit()
      loopConfiguration.log = configuration.log
      loop = try EventLoop.spawn(name: "reactor", loopConfiguration)
    }
  }

  /// Opens a listener per service; none stays open if one fails.
  func listen(
    _ configuration: EchoServerConfiguration,
    _ open: (EchoService) async throws(SocketError) -> Listener
  ) async throws(SocketError) -> [Endpoint] {
    var listeners: [Listener] = []
    for service in configuration.services {
      do {
        listeners.append(try await open(service))
      } catch {
        // Only what was opened here: a loop that was lent may have others.
        for listener in listeners { await listener.stop() }
        if ownsLoop { await loop.stop() }
        await stopWorkers()
        throw error
      }
    }
    return listeners.map(\.endpoint)
  }

  var statistics: EchoStatistics {
    var statistics = EchoStatistics()
    statistics.connections = loop.statistics
    if let pool { statistics.workers = pool.statistics }
    counters.add(to: &statistics)
    return statistics
  }

  func stop() async {
    stopping.store(true, ordering: .relaxed)
    if ownsLoop {
      await loop.stop()
    } else {
      await loop.stopListening()
      await loop.abort()
    }
    await stopWorkers()
  }

  private func stopWorkers() async {
    guard let pool else { return }
    // A thread is waited for until its piece of work is done, and a task must not block that long:
    // one of the few threads for all tasks may be what the work waits for.
    await onThread(name: "stop") { pool.stop() }
  }
}
