public import Sockets

/// A listener of a loop: a name for it that may go anywhere.
public struct Listener: Sendable {
  /// Where it really listens; port 0 is resolved.
  public let endpoint: Endpoint

  let loop: EventLoop
  let number: UInt64

  /// Stops accepting and closes the socket; the connections live on.
  ///
  /// Idempotent.
  public func stop() async { await loop.stopListener(number) }
}

extension EventLoop {
  /// Accepts connections and gives each a handler.
  ///
  /// A host given by name is looked up on the loop's thread: give a number where the loop already
  /// serves others.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen; port 0 picks a free one.
  ///   - options: how the listening socket is opened.
  ///   - connections: back-pressure and deadlines of each connection.
  ///   - makeHandler: called on the loop's thread for every new connection.
  /// - Returns: the listener, which accepts from now on.
  /// - Throws: `SocketError` naming the endpoint and the reason.
  @discardableResult
  public func listen(
    on endpoint: Endpoint, _ options: ListeningOptions = .init(),
    connections: ConnectionOptions = .init(),
    handler makeHandler: sending @escaping (Connection) -> any ConnectionHandler
  ) throws(SocketError) -> Listener {
    try addAcceptor(endpoint, options, connections) { connection in
      connection.hand(to: makeHandler(connection))
    }
  }

  /// Accepts connections and runs straight-line code for each.
  ///
  /// A host given by name is looked up on the loop's thread: give a number where the loop already
  /// serves others.
  ///
  /// When the code returns, what is owed is sent and the connection ends; when it throws, the
  /// connection is cut, counted and logged.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen; port 0 picks a free one.
  ///   - options: how the listening socket is opened.
  ///   - connections: back-pressure and deadlines of each connection.
  ///   - body: runs on the loop's thread, one task per connection.
  /// - Returns: the listener, which accepts from now on.
  /// - Throws: `SocketError` naming the endpoint and the reason.
  @discardableResult
  public func listen(
    on endpoint: Endpoint, _ options: ListeningOptions = .init(),
    connections: ConnectionOptions = .init(),
    serving body:
      sending nonisolated(nonsending) @escaping (AsyncConnection) async throws -> Void
  ) throws(SocketError) -> Listener {
    try addAcceptor(endpoint, options, connections) { connection in
      self.start(body, for: connection)
    }
  }

  /// Accepts connections and does with them what `makeReception` says: the form that `LoopGroup`
  /// has, for one loop.
  ///
  /// - Parameters:
  ///   - endpoint: where to listen; port 0 picks a free one.
  ///   - options: how the listening socket is opened.
  ///   - connections: back-pressure and deadlines of each connection.
  ///   - makeReception: called once, on the loop's thread.
  /// - Returns: the listener, which accepts from now on.
  /// - Throws: `SocketError` naming the endpoint and the reason.
  @discardableResult
  public func listen(
    on endpoint: Endpoint, _ options: ListeningOptions = .init(),
    connections: ConnectionOptions = .init(),
    receiving makeReception: @Sendable (isolated EventLoop) -> Reception
  ) throws(SocketError) -> Listener {
    try addAcceptor(endpoint, options, connections, welcome: welcome(makeReception(self)))
  }

  /// Serves connections with straight-line code until the task is cancelled or the loop ends.
  ///
  /// - Throws: `SocketError` naming the endpoint and the reason.
  public func serve(
    on endpoint: Endpoint, _ options: ListeningOptions = .init(),
    connections: ConnectionOptions = .init(),
    _ body: sending nonisolated(nonsending) @escaping (AsyncConnection) async throws -> Void
  ) async throws(SocketError) {
    let listener = try listen(on: endpoint, options, connections: connections, serving: body)
    let number = listener.number
    let suspension = Suspension(core)
    core.acceptors[number]?.whenStopped.append { suspension.resume() }
    await withTaskCancellationHandler {
      await suspension.wait(on: self)
    } onCancel: {
      execute { $0.stopListener(number) }
    }
  }

  /// Closes a listener; nothing if it has stopped already.
  func stopListener(_ number: UInt64) {
    core.acceptors[number]?.stop()
    core.acceptors[number] = nil
  }

  private func addAcceptor(
    _ endpoint: Endpoint, _ options: ListeningOptions, _ connections: ConnectionOptions,
    welcome: @escaping (Connection) -> Void
  ) throws(SocketError) -> Listener {
    let settings = ConnectionSettings(connections, transport: configuration.kernel)
    return try addAcceptor(
      endpoint, options, limit: configuration.maximumConnections ?? .max,
      .here(Entrance(settings: settings, welcome: welcome)))
  }

  /// Accepts connections for a group's loops.
  func listen(
    on endpoint: Endpoint, _ options: ListeningOptions, dealingBy dealer: Dealer
  ) throws(SocketError) -> Listener {
    try addAcceptor(endpoint, options, limit: dealer.group.seats.limit, .dealt(dealer))
  }

  private func addAcceptor(
    _ endpoint: Endpoint, _ options: ListeningOptions, limit: Int,
    _ destination: Acceptor.Destination
  ) throws(SocketError) -> Listener {
    guard !core.mustStop else {
      throw SocketError("listen on", "\(endpoint)", reason: "the loop has ended")
    }
    let socket = try ListeningSocket.open(endpoint, options)
    let number = core.nextAcceptor
    core.nextAcceptor += 1
    let acceptor = try Acceptor(number, socket, core, limit: limit, destination)
    core.acceptors[number] = acceptor
    return Listener(endpoint: acceptor.endpoint, loop: self, number: number)
  }

  /// Gives a connection a task of its own that runs `body` on this loop.
  func start(
    _ body: nonisolated(nonsending) @escaping (AsyncConnection) async throws -> Void,
    for connection: Connection
  ) {
    let asyncConnection = AsyncConnection(connection)
    connection.hand(to: asyncConnection)
    let conversation = Conversation(connection: asyncConnection, body: body)
    // Without an executor preference: with one, every switch of the task takes a lock to look it
    // up, and the loop's own waits (`Parking`) come back to its thread anyway.
    Task { await self.hold(conversation) }
  }

  private func hold(_ conversation: Conversation) async {
    let connection = conversation.connection
    do {
      try await conversation.body(connection)
      connection.finish()
    } catch let error as ConnectionError where error != .cancelled {
      // The connection's own end, counted as such; or another's, that this one was served with.
      connection.abort()
    } catch {
      core.counters.handlerErrors.bump()
      core.log("connection \(connection.id): its handler threw: \(error)")
      connection.abort()
    }
  }

  func connectionHasGone() {
    for acceptor in core.acceptors.values { acceptor.connectionHasGone() }
    finishDrainIfEmpty()
  }
}

/// A connection and its code, on their way into a task.
///
/// `@unchecked Sendable`: the task that carries it is isolated to the loop from where it comes.
private struct Conversation: @unchecked Sendable {
  let connection: AsyncConnection
  let body: nonisolated(nonsending) (AsyncConnection) async throws -> Void
}
