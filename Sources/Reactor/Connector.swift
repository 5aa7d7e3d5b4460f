public import Sockets

extension EventLoop {
  /// Connects, and gives the connection a handler.
  ///
  /// Every address the host stands for is tried in turn. A name is resolved on a thread of its
  /// own, because the resolver blocks.
  ///
  /// - Parameters:
  ///   - endpoint: where to; a name may stand for several addresses.
  ///   - timeout: for all of it together, the resolver excepted.
  ///   - options: back-pressure and deadlines of the connection.
  ///   - makeHandler: called on the loop's thread once the connection stands.
  /// - Returns: the connection's name.
  /// - Throws: `SocketError` naming the endpoint and the reason of the last attempt; `ECANCELED` as
  ///   soon as the task is cancelled, the resolver excepted.
  @discardableResult
  public func connect(
    to endpoint: Endpoint, timeout: Duration = .seconds(10),
    options: ConnectionOptions = .init(),
    handler makeHandler: sending (Connection) -> any ConnectionHandler
  ) async throws(SocketError) -> ConnectionID {
    try await open(to: endpoint, timeout: timeout, options: options, makeHandler)
  }

  /// The same for callers on the loop, whose closure may use what belongs to the loop.
  @discardableResult
  package func open(
    to endpoint: Endpoint, timeout: Duration, options: ConnectionOptions = .init(),
    _ makeHandler: (Connection) -> any ConnectionHandler
  ) async throws(SocketError) -> ConnectionID {
    let connection = try await connection(to: endpoint, timeout, options)
    connection.hand(to: makeHandler(connection))
    connection.open()
    return connection.id
  }

  /// Connects, runs straight-line code with the connection on the loop's thread, and ends it.
  ///
  /// When the code returns, what is owed is sent before the connection ends; when it throws, the
  /// connection is cut.
  ///
  /// - Returns: what the code returns.
  /// - Throws: `SocketError` naming the endpoint and the reason, or what the code throws.
  public func connect<Result: Sendable>(
    to endpoint: Endpoint, timeout: Duration = .seconds(10),
    options: ConnectionOptions = .init(),
    _ body: sending nonisolated(nonsending) (AsyncConnection) async throws -> Result
  ) async throws -> Result {
    let connection = try await connection(to: endpoint, timeout, options)
    let asyncConnection = AsyncConnection(connection)
    connection.hand(to: asyncConnection)
    connection.open()
    do {
      // Once around all of it, because a handler per wait would cost more than half of what the
      // wait does. It may run on any thread, at any time: so it carries a name, not the connection.
      let id = connection.id
      let result = try await withTaskCancellationHandler {
        // Not the code itself: a closure that is handed on has no isolation to lend it, and behind
        // its first wait it would go on elsewhere.
        try await hold(asyncConnection, body)
      } onCancel: {
        execute { $0.core.connections[id]?.cancelWaits() }
      }
      asyncConnection.finish()
      return result
    } catch {
      asyncConnection.abort()
      throw error
    }
  }

  private func hold<Result: Sendable>(
    _ connection: AsyncConnection,
    _ body: nonisolated(nonsending) (AsyncConnection) async throws -> Result
  ) async throws -> Result {
    try await body(connection)
  }

  private func connection(
    to endpoint: Endpoint, _ timeout: Duration, _ options: ConnectionOptions
  ) async throws(SocketError) -> Connection {
    let settings = ConnectionSettings(options, transport: configuration.kernel)
    let addresses = try await resolve(endpoint)
    guard !core.mustStop else {
      throw SocketError("connect to", "\(endpoint)", reason: "the loop has ended")
    }
    let attempt = ConnectAttempt(core)
    let timer = after(timeout, orAbandoned: { attempt.giveUp(.canceled) }) {
      attempt.giveUp(.timedOut)
    }
    defer { timer.cancel() }
    var failure = Errno.timedOut
    for address in addresses where !attempt.isOver {
      let descriptor: Descriptor
      do {
        descriptor = try newSocket(address.family, "connect to", endpoint)
      } catch {
        // A family that this machine does not speak; the next address may be of another.
        failure = error.errno ?? failure
        continue
      }
      let fd = descriptor.rawValue
      if case .tcp = endpoint { setNoDelay(fd) }
      let result = await withTaskCancellationHandler {
        await connectWithPatience(fd, address, attempt)
      } onCancel: {
        execute { _ in attempt.giveUp(.canceled) }
      }
      guard case .failed(let errno) = result else { return register(descriptor, settings) }
      failure = errno
    }
    throw SocketError("connect to", "\(endpoint)", failure)
  }

  /// One attempt on one address.
  private func connectWithPatience(
    _ fd: Int32, _ address: SocketAddress, _ attempt: ConnectAttempt
  ) async -> IOResult {
    while true {
      switch core.kernel.connect(fd, address) {
      case .failed(.wouldBlock) where !attempt.isOver:
        // A Unix listener whose backlog is full (`connect(2)`): there is nothing to wait for but
        // time.
        do { try await sleep(for: .milliseconds(5)) } catch { return .failed(.canceled) }
      case .wouldBlock:
        guard let errno = await attempt.wait(fd, on: self) else { return .bytes(0) }
        return .failed(errno)
      case let result: return result
      }
    }
  }

  private func register(
    _ descriptor: consuming Descriptor, _ settings: ConnectionSettings
  ) -> Connection {
    core.counters.connected.bump()
    return Connection(descriptor, core, settings)
  }

  private func resolve(_ endpoint: Endpoint) async throws(SocketError) -> [SocketAddress] {
    if Resolver.isNumeric(endpoint) { return try Resolver.addresses(of: endpoint, for: .connect) }
    let suspension = Suspension(core)
    let found = Handover<[SocketAddress], SocketError>()
    let look = { @Sendable [self] in
      found.set(
        Result { () throws(SocketError) in
          try Resolver.addresses(of: endpoint, for: .connect)
        })
      execute { _ in suspension.resume() }
    }
    try SystemThread(name: "resolver", look).detach()
    await suspension.wait(on: self)
    guard let result = found.take() else { fatalError("Connector: resolved nothing") }
    return try result.get()
  }
}

/// Waits for connects in progress, one after the other.
///
/// `@unchecked Sendable`: a cancellation merely carries it to the loop's thread, where all its
/// methods are called.
private final class ConnectAttempt: @unchecked Sendable {
  private let core: LoopCore
  private var watch: Watch
  private var suspension: Suspension?
  private var fd: Int32 = -1
  private var failure: Errno?
  /// Why nothing is waited for any more.
  private var reason: Errno?
  var isOver: Bool { reason != nil }

  init(_ core: LoopCore) {
    self.core = core
    watch = Watch(nil, -1, connectFinished, nil)
  }

  /// - Returns: `nil` when connected, the reason when not.
  func wait(_ fd: Int32, on loop: isolated EventLoop) async -> Errno? {
    // A cancellation may have overtaken the task on its way here.
    if let reason { return reason }
    let suspension = Suspension(core)
    self.suspension = suspension
    self.fd = fd
    watch = Watch(core.base, fd, connectFinished, Unmanaged.passUnretained(self).toOpaque())
    if let errno = watch.arm(.write, kernel: core.kernel) { return errno }
    await suspension.wait(on: loop)
    return failure
  }

  func giveUp(_ reason: Errno) {
    self.reason = reason
    finish(reason)
  }

  func finish(_ failure: Errno?) {
    // The first word counts: a connection that is there is not lost because the time is up in the same
    // pass.
    if suspension?.isOver == true { return }
    watch.cancel()
    self.failure = failure
    suspension?.resume()
  }

  func finished() { finish(pendingError(fd)) }
}

/// libevent calls it on the loop's thread; the context is kept by the task that waits for it.
private func connectFinished(_ fd: Int32, _ what: Int16, _ context: UnsafeMutableRawPointer?) {
  Unmanaged<ConnectAttempt>.fromOpaque(context!).takeUnretainedValue().finished()
}
