import Reactor

/// A server on the loopback that does what `respond` says with what it receives, and stops when
/// the body has ended: for servers that get it wrong.
func withServer<Result>(
  _ respond: @escaping @Sendable (Connection, [UInt8]) -> Void,
  welcome: @escaping @Sendable (Connection) -> Void = { _ in },
  _ body: (Endpoint) async throws -> Result
) async throws -> Result {
  let loop = try EventLoop.spawn(name: "wrong-server")
  var options = ConnectionOptions()
  options.writeStallTimeout = nil
  let listener = try await loop.listen(on: .tcp("127.0.0.1", port: 0), connections: options) { _ in
    WrongHandler(respond, welcome)
  }
  do {
    let result = try await body(listener.endpoint)
    await loop.stop()
    return result
  } catch {
    await loop.stop()
    throw error
  }
}

private final class WrongHandler: ConnectionHandler {
  private let respond: (Connection, [UInt8]) -> Void
  private let welcome: (Connection) -> Void

  init(
    _ respond: @escaping @Sendable (Connection, [UInt8]) -> Void,
    _ welcome: @escaping @Sendable (Connection) -> Void
  ) {
    self.respond = respond
    self.welcome = welcome
  }

  func connected(_ connection: Connection) { welcome(connection) }

  func received(_ bytes: RawSpan, on connection: Connection) {
    respond(connection, bytes.withUnsafeBytes { Array($0) })
  }
}
