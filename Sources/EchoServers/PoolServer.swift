internal import EchoProtocol
public import Reactor
internal import Sockets

/// A fixed set of threads, each of which accepts a client, serves it to its end, and accepts the
/// next (Stevens' prethreaded server).
///
/// All of them sleep in `epoll_wait(2)` on the same listeners, and the kernel wakes one per
/// newcomer. No thread is started or ended while it serves, so a short connection costs nothing
/// but its accept; and the memory is bounded, whatever comes. A message costs what it costs a
/// thread per client. What breaks it is a client that stays: it keeps its thread though it says
/// nothing, and who comes when all threads are taken waits in the kernel's queue. It suits short
/// conversations, as many at once as there are threads, and machines that must not be overrun.
/// Back-pressure is that of `ThreadServer`.
public struct PoolServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "pool"

  private let server: ThreadedServer
  /// Where it listens, in the order of the configuration.
  public var endpoints: [Endpoint] { server.endpoints }

  /// Opens the listeners, starts the threads, and serves.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> PoolServer {
    let size = try configuration.poolLimit(descriptorsEach: 2)
    let server = try ThreadedServer(configuration, limit: size, acceptorsServe: true)
    do {
      for number in 1...size {
        let accept = try ExclusiveAccept(server.listeners, server.stopping.fd, server.context)
        try server.startAccepting("pool-\(number)") {
          while let client = accept.next() {
            guard let entry = server.clients.enter(client.socket.rawValue) else {
              return server.context.counters.count(.aborted)
            }
            server.serve(client, entry)
          }
        }
      }
    } catch {
      await server.stop()
      guard let errno = error.errno else { throw error }
      throw SocketError(
        "start", "a pool of \(size) threads", errno,
        hint: "make it smaller, or raise the limits of threads and open files (ulimit -u, -n)")
    }
    return PoolServer(server: server)
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
