import EchoProtocol
import EchoServers
import Reactor

/// `swiftlet serve`: starts the server, waits for a signal, drains, reports.
struct ServeCommand {
  let options: ServeOptions
  let console: Console

  func run() throws(CommandError) -> ExitStatus {
    let configuration = try configuration()
    var loopConfiguration = EventLoop.Configuration()
    loopConfiguration.maximumConnections = configuration.mostConnections
    if let wanted = configuration.maximumConnections {
      loopConfiguration.maximumConnections = wanted
    }
    loopConfiguration.log = configuration.log
    return try runOnLoop(loopConfiguration) { (loop) throws(CommandError) in
      var configuration = configuration
      configuration.loop = loop
      let server: any EchoServer
      let signals: AsyncStream<Signal>
      do throws(SocketError) {
        signals = try loop.signals(.terminate, .interrupt, .user1)
        server = try await start(configuration)
      } catch {
        throw .unavailable("\(error)")
      }
      for endpoint in server.endpoints { console.output("listening on \(endpoint)\n") }
      let report: DrainReport
      switch await serve(server, on: loop, until: signals) {
      case .drained(let how): report = how
      case .failed(let error): throw .unavailable("\(error)")
      case .signal: throw .unavailable("signals cannot be watched")
      }
      // Work for connections that were cut may take its time: it ends with the process. Other
      // processes do not: they are waited for, and killed they do not take long.
      if report.cut == 0 || options.model.hasProcesses { await server.stop() }
      return try self.report(report, server.statistics)
    }
  }

  private func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> any EchoServer {
    switch options.model {
    case .reactor: try await ReactorServer.start(configuration)
    case .async: try await AsyncServer.start(configuration)
    case .thread: try await ThreadServer.start(configuration)
    case .pool: try await PoolServer.start(configuration)
    case .process: try await ProcessServer.start(configuration)
    case .prefork: try await PreforkServer.start(configuration)
    }
  }

  /// The first SIGTERM or SIGINT drains, the second cuts; SIGUSR1 reports and goes on.
  private func serve(
    _ server: any EchoServer, on loop: EventLoop, until signals: AsyncStream<Signal>
  ) async -> Event {
    var isDraining = false
    return await withTaskGroup(of: Event?.self) { group in
      group.addTask { .signal(await signals.first { _ in true }) }
      group.addTask { await server.waitUntilFailed().map { .failed($0) } }
      while let event = await group.next() {
        guard let event else { continue }
        // Without signals (the kernel does not let them be watched): better none than a server
        // that nobody can stop.
        if event.isLast(isDraining) {
          group.cancelAll()
          return event
        }
        if case .failed = event { continue }
        if case .signal(.user1) = event {
          console.error(ServeReport.table(server.statistics))
        } else if isDraining {
          log("cutting \(server.statistics.connections.active) connections")
          // Connections end at once, and with them the drain; threads at work are not waited for.
          Task(executorPreference: loop.taskExecutor) { await server.stop() }
        } else {
          isDraining = true
          log("draining \(server.statistics.connections.active) connections")
          group.addTask { .drained(await server.drain(within: options.drainTimeout)) }
        }
        group.addTask { .signal(await signals.first { _ in true }) }
      }
      return .signal(nil)
    }
  }

  private enum Event {
    case signal(Signal?)
    case drained(DrainReport)
    case failed(SocketError)

    /// Whether nothing that comes behind it matters; a failure while it drains shows in the report.
    func isLast(_ isDraining: Bool) -> Bool {
      switch self {
      case .drained, .signal(nil): true
      case .failed: !isDraining
      case .signal: false
      }
    }
  }

  private func report(
    _ report: DrainReport, _ statistics: EchoStatistics
  ) throws(CommandError) -> ExitStatus {
    if options.json {
      let body = ServeReport(report, statistics, model: options.model.rawValue)
      console.output(try JSONReport(schema: 1, body: body).line())
    } else {
      console.output("drained \(report.drained) connections, cut \(report.cut)\n")
      console.output(ServeReport.table(statistics))
    }
    return .well
  }

  private func log(_ line: String) {
    if !options.quiet { console.error("swiftlet serve: \(line)\n") }
  }

  // MARK: What the server is started with

  private func configuration() throws(CommandError) -> EchoServerConfiguration {
    var defaults = EchoDefaults()
    defaults.framing = options.framing
    defaults.transform = options.transform
    defaults.maximumFrameBytes = options.maxFrame
    let endpoints = options.endpoints.isEmpty ? [ServeOptions.defaultEndpoint] : options.endpoints
    var services: [EchoService] = []
    for endpoint in endpoints {
      do {
        services.append(try EchoService(parsing: endpoint, defaults: defaults))
      } catch {
        throw .usage(describing: error)
      }
    }
    var configuration = EchoServerConfiguration(services: services)
    configuration.listening.backlog = Int32(options.backlog)
    configuration.connections.highWaterMark = options.highWater
    configuration.connections.lowWaterMark = options.lowWater
    configuration.connections.idleTimeout = options.idleTimeout
    configuration.connections.writeStallTimeout = options.writeStallTimeout
    configuration.loops = options.loops
    if let workers = options.workers {
      configuration.worksOnLoop = workers == 0
      configuration.workers.workers = max(1, workers)
    }
    configuration.workers.queueLimit = options.workerQueue
    configuration.poolSize = options.poolSize
    configuration.stackBytes = options.stackSize
    if let wanted = options.maxConnections {
      let most = configuration.mostConnections
      guard wanted <= most else {
        throw .usage(
          "--max-connections \(wanted) is more than the limit of open files allows, \(most)",
          hint: "raise it with ulimit -n, or leave the option out")
      }
      configuration.maximumConnections = wanted
    }
    let console = self.console
    configuration.log = { console.error("swiftlet serve: \($0)\n") }
    return configuration
  }
}
