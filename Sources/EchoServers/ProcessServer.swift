internal import EchoProtocol
public import Reactor
internal import Sockets

/// One process per client, forked when it comes (`fork(2)`), which ends with it.
///
/// A supervisor process with one thread accepts, forks, and reaps. A connection costs a process: a
/// fork, which copies page tables (some hundred microseconds), the pages that the child writes to,
/// a kernel stack, an exit and a reaping. A message costs what it costs a thread per client, with
/// more expensive switches, because address spaces change with them. What it buys is a wall around
/// each client: a crash, a leak, an endless loop is that client's alone, and the kernel cleans up
/// behind it. What breaks it is number, and short connections: forks are most of their cost. It
/// suits few clients, long conversations, and code that cannot be trusted. Back-pressure is that of
/// `ThreadServer`.
public struct ProcessServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "process"

  private let server: SupervisedServer
  /// Where it listens, in the order of the configuration.
  public var endpoints: [Endpoint] { server.endpoints }

  /// Opens the listeners, forks the supervisor, and serves.
  ///
  /// Call it while the process has one thread.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> ProcessServer {
    let server = try SupervisedServer.start(configuration, limit: configuration.connectionLimit()) {
      ClientFleet($0, $1)
    }
    return ProcessServer(server: server)
  }

  /// What it has done so far.
  public var statistics: EchoStatistics { server.statistics }

  /// Ends gracefully, and cuts what is left when the time is up.
  public func drain(within limit: Duration) async -> DrainReport {
    await server.drain(within: limit)
  }

  /// Cuts what is left and gives everything back.
  public func stop() async { await server.stop() }

  /// Suspends until the supervisor has ended without being told to.
  public func waitUntilFailed() async -> SocketError? { await server.waitUntilFailed() }
}

/// A process per client.
private struct ClientFleet: ProcessFleet {
  private let context: BlockingContext
  private let children: Children
  private var acceptor: ClientAcceptor

  init(_ listeners: [OpenListener], _ context: BlockingContext) {
    self.context = context
    let children = Children(context)
    self.children = children
    // A process that has counted its client's end keeps its slot until it is reaped.
    acceptor = ClientAcceptor(listeners, context) {
      max(context.counters.active, children.slots.count)
    }
  }

  var isEmpty: Bool { children.slots.isEmpty }

  mutating func prepare(_ poll: inout PollSet) -> UInt64? { acceptor.prepare(&poll) }

  mutating func act(_ poll: PollSet) { acceptor.accept(poll, children.start) }

  mutating func ended(_ end: ProcessEnd) { children.ended(end) }

  mutating func beginDrain() {
    context.counters.raise(.isDraining)
    acceptor.finish(children.start)
  }

  mutating func remind() { children.remind() }

  mutating func cut() {
    acceptor.abandon()
    children.cut()
  }
}

/// The children of the supervisor, each with its slot of the shared counters.
private final class Children {
  private let context: BlockingContext
  private(set) var slots: [Int32: Int] = [:]
  private var freeSlots: [Int] = []
  private var nextSlot = 0

  init(_ context: BlockingContext) { self.context = context }

  /// Forks a process for a client, whose socket then is the process's alone.
  ///
  /// - Returns: what there was too little of.
  func start(_ client: ClientAcceptor.Newcomer) -> Errno? {
    let index = freeSlots.popLast() ?? nextSlot
    let slot = context.counters.slot(index)
    slot.begin()
    do throws(Errno) {
      let fd = client.socket.rawValue
      let pid = try Forking.child("client", keeping: [fd], orphan: .dies) {
        let reason = BlockingConversation.hold(fd, client.service, slot, context)
        // Before the socket is closed: a peer that sees the end finds it in the statistics.
        context.counters.count(reason)
        slot.end()
        return 0
      }
      if index == nextSlot { nextSlot += 1 }
      slots[pid] = index
      return nil
    } catch {
      if index != nextSlot { freeSlots.append(index) }
      return error
    }
  }

  func ended(_ end: ProcessEnd) {
    guard let index = slots.removeValue(forKey: end.pid) else { return }
    freeSlots.append(index)
    let slot = context.counters.slot(index)
    // It counts its own end, if it lives to see it.
    guard slot.isBusy else { return }
    slot.end()
    guard !context.isCut else { return context.counters.count(.aborted) }
    context.counters.add(.crashes)
    context.counters.count(.failed(.connectionReset))
    context.failures.log("process \(end.pid) \(end.reason), and its connection with it")
  }

  func remind() {
    for (pid, index) in slots where !context.counters.slot(index).hasNoticed {
      InterruptSignal.send(toProcess: pid)
    }
  }

  func cut() { for pid in slots.keys { Forking.kill(pid) } }
}
