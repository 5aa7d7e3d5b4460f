internal import EchoProtocol
public import Reactor
internal import Sockets

/// A fixed set of processes, forked at the start, each of which accepts a client, serves it to its
/// end, and accepts the next.
///
/// What `pool` is to `thread`, this is to `process`: nothing is forked while it serves, memory is
/// bounded, and the wall between clients stands, though those that a process serves one after the
/// other share it. A process that dies takes its present client along and is replaced, the sooner
/// the longer it had lived. A connection costs an accept, a message what it costs a process per
/// client. What breaks it is a client that stays: it keeps its process though it says nothing. It
/// suits short conversations with code that may crash or leak; it is how the first large web
/// servers worked. Back-pressure is that of `ThreadServer`.
public struct PreforkServer: EchoServer {
  /// The name as `--model` takes it.
  public static let model = "prefork"

  private let server: SupervisedServer
  /// Where it listens, in the order of the configuration.
  public var endpoints: [Endpoint] { server.endpoints }

  /// Opens the listeners, forks the supervisor, which forks the others, and serves.
  ///
  /// Call it while the process has one thread.
  public static func start(
    _ configuration: EchoServerConfiguration
  ) async throws(SocketError) -> PreforkServer {
    let size = try configuration.poolLimit()
    let server = try SupervisedServer.start(configuration, limit: size) {
      (listeners, context) throws(SocketError) in try ServantFleet(listeners, context)
    }
    return PreforkServer(server: server)
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

/// As many processes as were asked for.
private struct ServantFleet: ProcessFleet {
  private struct Servant {
    let slot: Int
    let bornAt: UInt64
  }

  private let context: BlockingContext
  private let listeners: [OpenListener]
  /// Readable once the server drains: wakes those who wait for newcomers.
  private let stopping: Wakeup
  private var servants: [Int32: Servant] = [:]
  /// Slots without a process.
  private var vacant: [Int]
  private var replacesAt: UInt64 = 0
  private var pause = Self.firstPause
  private var shortage = ShortageNotice()
  private static let firstPause: UInt64 = 50_000_000
  private static let longestPause: UInt64 = 5_000_000_000
  /// Who lives so long has not failed at the start.
  private static let goodAge: UInt64 = 1_000_000_000

  init(_ listeners: [OpenListener], _ context: BlockingContext) throws(SocketError) {
    self.listeners = listeners
    self.context = context
    vacant = (0..<context.limit).reversed()
    for slot in vacant { context.counters.slot(slot).claim() }
    do { stopping = try Wakeup() } catch { throw SocketError("make", "a fleet", error) }
  }

  var isEmpty: Bool { servants.isEmpty }

  mutating func prepare(_ poll: inout PollSet) -> UInt64? {
    guard !vacant.isEmpty, !context.isDraining else { return nil }
    let now = MonotonicClock.nanoseconds
    if replacesAt <= now {
      while let slot = vacant.last, start(slot, now) { vacant.removeLast() }
    }
    return vacant.isEmpty ? nil : replacesAt - min(now, replacesAt)
  }

  mutating func act(_ poll: PollSet) {}

  /// - Returns: whether there was room for another process.
  private mutating func start(_ slot: Int, _ now: UInt64) -> Bool {
    do throws(Errno) {
      let keep = listeners.map(\.fd) + [stopping.fd]
      let pid = try Forking.child("prefork-\(slot + 1)", keeping: keep, orphan: .dies) {
        serve(slot)
      }
      servants[pid] = Servant(slot: slot, bornAt: now)
      return true
    } catch {
      noteShortage(error, now)
      waitLonger(now)
      return false
    }
  }

  private mutating func noteShortage(_ error: Errno, _ now: UInt64) {
    guard shortage.isDue(now) else { return }
    context.log("no process can be forked: \(error); \(servants.count) serve")
  }

  /// The whole life of one of the processes.
  private func serve(_ index: Int) -> Int32 {
    let slot = context.counters.slot(index)
    do throws(SocketError) {
      let accept = try ExclusiveAccept(listeners, stopping.fd, context)
      while let client = accept.next() {
        slot.begin()
        // Held until its end is counted: its socket is closed with it.
        withExtendedLifetime(client) {
          let reason = BlockingConversation.hold(
            client.socket.rawValue, client.service, slot, context)
          context.counters.count(reason)
          slot.end()
        }
      }
      return 0
    } catch {
      context.failures.log("\(error)")
      return 1
    }
  }

  mutating func ended(_ end: ProcessEnd) {
    guard let servant = servants.removeValue(forKey: end.pid) else { return }
    vacant.append(servant.slot)
    let slot = context.counters.slot(servant.slot)
    let wasBusy = slot.isBusy
    slot.end()
    if wasBusy { context.counters.count(context.isCut ? .aborted : .failed(.connectionReset)) }
    guard !context.isCut, !end.isWell else { return }
    if end.signal != nil { context.counters.add(.crashes) }
    context.failures.log("process \(end.pid) \(end.reason); another takes its place")
    let now = MonotonicClock.nanoseconds
    if now - servant.bornAt < Self.goodAge { waitLonger(now) } else { pause = Self.firstPause }
  }

  /// What dies at once would only be forked to die again.
  private mutating func waitLonger(_ now: UInt64) {
    replacesAt = now &+ pause
    pause = min(pause * 2, Self.longestPause)
  }

  mutating func beginDrain() {
    ExclusiveAccept.beginDrain(listeners, context)
    stopping.call()
  }

  mutating func remind() {
    ExclusiveAccept.refuseNewcomers(listeners, context)
    for (pid, servant) in servants where !context.counters.slot(servant.slot).hasNoticed {
      InterruptSignal.send(toProcess: pid)
    }
  }

  mutating func cut() { for pid in servants.keys { Forking.kill(pid) } }
}
