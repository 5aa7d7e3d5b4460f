import Sockets
import TestSupport
import Testing

/// A client of a model of processes, and the child that serves it.
struct Servant: Sendable {
  let client: Client
  let process: ProcessView
  /// The sockets that it has had since this client came, and no other child should have.
  let sockets: Set<String>
  /// The process that has forked it.
  var supervisor: ProcessView { ProcessView(pid: process.parent) }

  /// Connects so many clients, one after the other, each of which is answered; who then has a socket
  /// more is its servant.
  static func several(_ count: Int, of server: ServedServer) async throws -> [Servant] {
    var servants: [Servant] = []
    // Those who are still to come would look like servants of the client who comes meanwhile.
    await server.expectComplete()
    for number in 0..<count {
      let before = sockets(of: server)
      let endpoint = server.endpoints[0]
      let client = try await onThread {
        let client = try Client(endpoint)
        let text = "client \(number)\n"
        guard try client.echo(text) == text else { throw Client.Failure("echo", 0) }
        return client
      }
      var found: Servant?
      // The server may still be letting go of its own descriptor of the connection.
      _ = await eventually {
        let after = sockets(of: server)
        let grown = after.compactMap { process, now -> Servant? in
          let new = now.subtracting(before[process] ?? [])
          return new.isEmpty ? nil : Servant(client: client, process: process, sockets: new)
        }
        found = grown.count == 1 ? grown[0] : nil
        return found != nil
      }
      servants.append(try #require(found, "no child, or several, have a socket for a client"))
    }
    return servants
  }

  /// The sockets of each process that the server has forked, but for those that its standard streams are.
  static func sockets(of server: ServedServer) -> [ProcessView: Set<String>] {
    var sockets: [ProcessView: Set<String>] = [:]
    for child in server.servants { sockets[child] = child.sockets }
    return sockets
  }
}
