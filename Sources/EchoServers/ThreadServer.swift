internal import EchoProtocol
public import Reactor
internal import Sockets

/// One thread per client, which reads, answers, and reads again, with calls that block.
///
/// An acceptor thread sleeps in `poll(2)` and starts a thread for whoever comes. A connection costs
/// a thread: its stack (64 KiB reserved, of which the pages that were touched are real), its stack
/// in the kernel (16 KiB, which no process statistics show), a place in the scheduler. A message
/// costs one `recv`, one `send`, and two context switches, because the thread sleeps in between;
/// but nobody waits for anybody: a client whose transform computes or blocks holds up itself alone,
/// and the scheduler spreads the rest over all cores. What breaks it is number: thousands of threads
/// cost memory and switches, and where threads run out nobody more is accepted until one ends. It
/// suits some hundreds of clients with work to do, and code that blocks.
///
/// Back-pressure needs no marks: a thread that sends does not read, so it begins when the kernel's
/// buffers are full, some hundred kilobytes to some megabytes a direction. A peer that sends more
/// than that and reads nothing before it has sent all waits for ever, as it would for any server of
/// this kind.
public struct ThreadServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "thread"

  private let server: ThreadedServer
  /// Where it listens, in the order of the configuration.
  public var endpoints: [Endpoint] { server.endpoints }

  /// Opens the listeners and serves.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> ThreadServer {
    let server = try ThreadedServer(
      configuration, limit: configuration.connectionLimit(), acceptorsServe: false)
    do {
      try server.startAccepting("acceptor") { accept(server) }
    } catch {
      await server.stop()
      throw error
    }
    return ThreadServer(server: server)
  }

  /// What it has done so far.
  public var statistics: EchoStatistics { server.statistics }

  /// Ends gracefully, and cuts what is left when the time is up.
  public func drain(within limit: Duration) async -> DrainReport {
    await server.drain(within: limit)
  }

  /// Cuts what is left and gives everything back.
  public func stop() async { await server.stop() }

  /// The acceptor thread.
  private static func accept(_ server: ThreadedServer) {
    var acceptor = ClientAcceptor(server.listeners, server.context) {
      server.context.counters.active
    }
    var poll = PollSet()
    while !server.context.isDraining {
      poll.clear()
      poll.add(server.stopping.fd)
      let left = poll.add(server.clients.left.fd)
      let timeout = acceptor.prepare(&poll)
      server.clients.watch(acceptor.isFull)
      // Asked again behind that: whoever left in between called nobody.
      poll.wait(
        acceptor.isFull && server.context.counters.active < server.context.limit ? 0 : timeout)
      if poll.isReady(left) { server.clients.left.clear() }
      acceptor.accept(poll) { admit($0, server) }
    }
    acceptor.finish { admit($0, server) }
  }

  /// Gives a client its thread.
  ///
  /// - Returns: what there was too little of.
  private static func admit(
    _ client: ClientAcceptor.Newcomer, _ server: ThreadedServer
  ) -> Errno? {
    guard let entry = server.clients.enter(client.socket.rawValue) else {
      server.context.counters.count(.aborted)
      return nil
    }
    do {
      try server.startServing { server.serve(client, entry) }
      return nil
    } catch {
      server.clients.withdraw(entry.number)
      return error.errno ?? .noMemory
    }
  }
}
