internal import Sockets

/// What a loop does with the connections of a listener: a handler for each, or straight-line code.
///
/// Loop-confined (not `Sendable`): what its closure holds may be shared by all connections of that
/// loop, without a lock.
public struct Reception {
  fileprivate enum Kind {
    case handler((Connection) -> any ConnectionHandler)
    case serving(_: nonisolated(nonsending) (AsyncConnection) async throws -> Void)
  }

  fileprivate let kind: Kind

  /// Gives each connection a handler.
  ///
  /// - Parameter makeHandler: called on the loop's thread for every new connection.
  public static func handler(
    _ makeHandler: @escaping (Connection) -> any ConnectionHandler
  ) -> Reception {
    Reception(kind: .handler(makeHandler))
  }

  /// Runs straight-line code for each connection; it ends as with `EventLoop.listen(on:serving:)`.
  ///
  /// - Parameter body: runs on the loop's thread, one task per connection.
  public static func serving(
    _ body: nonisolated(nonsending) @escaping (AsyncConnection) async throws -> Void
  ) -> Reception {
    Reception(kind: .serving(body))
  }
}

/// The way of a new connection of one listener into its loop.
struct Entrance {
  let settings: ConnectionSettings
  /// Gives it its consumer.
  let welcome: (Connection) -> Void

  /// Counts it, makes it, opens it.
  func admit(_ descriptor: consuming Descriptor, to core: LoopCore) {
    core.counters.accepted.bump()
    let connection = Connection(descriptor, core, settings)
    welcome(connection)
    connection.open()
  }
}

extension EventLoop {
  /// How connections are welcomed that get this reception.
  func welcome(_ reception: Reception) -> (Connection) -> Void {
    switch reception.kind {
    case .handler(let makeHandler):
      { connection in connection.hand(to: makeHandler(connection)) }
    case .serving(let body):
      { connection in self.start(body, for: connection) }
    }
  }
}
