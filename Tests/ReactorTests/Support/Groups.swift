import TestSupport
import Testing

@testable import Reactor

/// A group of loops for the length of a test, ended and checked behind it.
func withGroup<R>(
  of count: Int, _ configure: (inout EventLoop.Configuration) -> Void = { _ in },
  _ body: (LoopGroup) async throws -> R
) async throws -> R {
  var configuration = EventLoop.Configuration()
  configure(&configuration)
  let group = try LoopGroup.spawn(count: count, name: "test-loop", configuration)
  let result: Result<R, any Error>
  do {
    result = .success(try await body(group))
  } catch {
    result = .failure(error)
  }
  await group.stop()
  // The pass that takes the connections down follows the stop, and their seats the count.
  #expect(await eventually { group.statistics.active == 0 })
  #expect(await eventually { group.seats.taken == 0 })
  return try result.get()
}

/// An echo server on all loops of a group, by either face.
func listenEcho(
  _ group: LoopGroup, _ face: Face = .handler, on endpoint: Endpoint = .ownLoopback,
  tell: @escaping @Sendable (Told) -> Void = { _ in }
) async throws -> Listener {
  try await group.listen(on: endpoint, connections: .patient) { loop in
    switch face {
    case .handler: .handler { _ in EchoHandler(tell) }
    case .serving:
      .serving { connection in
        loop.preconditionIsolated()
        tell(.connected(connection.id))
        while let bytes = try await connection.read() {
          loop.preconditionIsolated()
          tell(.received(bytes.count))
          try await connection.write(bytes)
        }
        tell(.inputEnded)
      }
    }
  }
}
