public import EchoProtocol
public import Reactor

/// An echo server of one concurrency model.
///
/// All of them run the same `EchoSession`, honour the same configuration, and count the same
/// things: what differs is the model.
public protocol EchoServer: Sendable {
  /// The model's name, as `--model` takes it.
  static var model: String { get }

  /// Opens the listeners and serves; returns once it really accepts.
  ///
  /// - Throws: `SocketError` where it cannot listen, or lacks descriptors, memory or threads.
  static func start(_ configuration: EchoServerConfiguration) async throws(SocketError) -> Self

  /// Where it listens, in the order of the configuration; port 0 is resolved.
  var endpoints: [Endpoint] { get }

  /// What it has done so far. From any thread, at any time.
  var statistics: EchoStatistics { get }

  /// Stops accepting, answers what has arrived, sends what is owed, ends the connections; cuts
  /// what is left when the time is up. Idempotent.
  func drain(within limit: Duration) async -> DrainReport

  /// Cuts what is left and gives back every thread, process and descriptor. Idempotent.
  func stop() async

  /// Suspends until the server can serve no more though nobody has told it to end; what to say of
  /// it, or `nil` if the model knows no such failure, at once.
  func waitUntilFailed() async -> SocketError?
}

extension EchoServer {
  /// A server that is a part of this process cannot end by itself.
  public func waitUntilFailed() async -> SocketError? { nil }
}

/// What every echo server is started with.
public struct EchoServerConfiguration: Sendable {
  /// Where to listen, and what to answer there.
  public var services: [EchoService]

  /// How listening sockets are opened.
  public var listening = ListeningOptions()

  /// Back-pressure and deadlines of each connection.
  ///
  /// The models without a loop have no use for the marks: who sends does not read, so back-pressure
  /// begins when the kernel's buffers are full.
  public var connections = ConnectionOptions()

  /// The loop that the models on a loop serve on; `nil`: one of their own, on a thread of its own.
  ///
  /// The server regards every connection of the loop as its own: `drain` and `stop` end them all.
  /// The limit of connections and the log are then the loop's.
  public var loop: EventLoop?

  /// Event loops that the models on a loop serve on, each on a thread of its own; 1 to 64.
  ///
  /// With `loop` that one is the first of them. All share the workers, and the limits.
  public var loops = 1

  /// The most connections served at once, over all endpoints; `nil`: as many as there are
  /// descriptors for.
  public var maximumConnections: Int?

  /// Threads (`pool`) or processes (`prefork`) that each serve one client at a time; 1 to 10,000.
  ///
  /// No more than `maximumConnections` of them are started.
  public var poolSize = 64

  /// How far the stack of a client's thread may grow, in bytes; for transforms of your own that
  /// need more than the built-in ones do.
  ///
  /// Less than 32 KiB, which those need, is taken for that.
  public var stackBytes = 64 * 1024

  /// The threads for transforms that compute or block, of the models on a loop.
  public var workers = WorkerPool.Configuration()

  /// Whether the models on a loop do without workers: transforms that compute or block then hold up
  /// everybody on their loop, which is what workers are for; for measuring that.
  public var worksOnLoop = false

  /// Takes one line per event that an operator should know of, from any thread, and in the models
  /// of processes from any of them.
  public var log: @Sendable (String) -> Void = { _ in }

  /// One service, or several.
  public init(_ services: EchoService...) { self.services = services }

  /// Several services.
  public init(services: [EchoService]) { self.services = services }

  /// A raw echo on a free port of this machine's loopback: what a test wants.
  public init() { services = [EchoService(.tcp("127.0.0.1", port: 0), .transparent)] }
}

extension EchoServerConfiguration {
  /// The most connections this process has descriptors for; raises the limit to what is allowed.
  public var mostConnections: Int {
    let others = Self.otherDescriptors + services.count + Self.descriptorsOfLoop * (loops - 1)
    return max(1, OpenFileLimit.raise() - others)
  }

  /// The most connections at once that were asked for, or that there are descriptors for.
  ///
  /// - Throws: `SocketError` where more were asked for than there are descriptors for.
  func connectionLimit() throws(SocketError) -> Int {
    let room = mostConnections
    guard let wanted = maximumConnections else { return room }
    guard wanted <= room else {
      throw SocketError(
        "serve", "\(wanted) connections at once",
        reason: "the limit of open files leaves room for \(room)",
        hint: "raise it with ulimit -n")
    }
    return wanted
  }

  /// How many threads or processes a pool has.
  ///
  /// - Parameter each: how many of this process's descriptors each of them takes.
  func poolLimit(descriptorsEach each: Int = 1) throws(SocketError) -> Int {
    min(max(1, poolSize), try connectionLimit(), max(1, mostConnections / each))
  }

  /// Descriptors that are not connections: the loop's own, standard streams, and what an embedding
  /// program has open.
  private static let otherDescriptors = 64

  /// Those of each loop beyond the first: epoll, eventfd, timerfd.
  private static let descriptorsOfLoop = 3
}

extension EchoConfiguration {
  /// Raw framing, nothing changed (RFC 862).
  public static let transparent: EchoConfiguration = {
    // Without a framing and a transform there is nothing that could be refused.
    guard let configuration = try? EchoConfiguration() else { fatalError("raw echo refused") }
    return configuration
  }()
}

/// What an echo server has done so far.
public struct EchoStatistics: Hashable, Sendable {
  /// Connections and bytes.
  public var connections = LoopStatistics()

  /// Connections ended because of a frame that could not be answered: too long, or cut short.
  public var badFrames = 0

  /// Connections ended because a transform threw.
  public var failedTransforms = 0

  /// Processes that were killed, by a fault of their own or from outside, and their client with
  /// them.
  public var crashes = 0

  /// The worker pool; all zero where there is none.
  public var workers = WorkerPool.Statistics()

  /// Nothing done yet.
  public init() {}
}
