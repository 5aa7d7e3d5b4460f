import EchoProtocol
import EchoServers
import Reactor
import Reports

/// What `swiftlet serve` was asked to do.
struct ServeOptions: Equatable, Sendable {
  /// The concurrency models that can be asked for by name.
  enum Model: String, CaseIterable, Sendable {
    case reactor
    case async
    case thread
    case pool
    case process
    case prefork

    /// Whether it consists of several processes.
    var hasProcesses: Bool { self == .process || self == .prefork }

    /// Whether it can have several event loops.
    var runsOnLoops: Bool {
      switch self {
      case .reactor, .async: true
      case .thread, .pool, .process, .prefork: false
      }
    }
  }

  /// Where to listen, as written: an endpoint may carry `?framing=…&transform=…`.
  var endpoints: [String] = []
  /// How connections are driven.
  var model = Model.reactor
  /// The framing of endpoints that name none.
  var framing = "raw"
  /// The transforms of endpoints that name none, separated by commas.
  var transform = "identity"
  /// Event loops, each on a thread of its own, for the models that run on one.
  var loops = 1
  /// Threads of the worker pool; `nil` is one per core.
  var workers: Int?
  /// Frames that may wait for a worker before the connections that feed them are held back.
  var workerQueue = 1024
  /// Threads or processes of the models `pool` and `prefork`.
  var poolSize = EchoServerConfiguration().poolSize
  /// How far the stack of a client's thread may grow.
  var stackSize = EchoServerConfiguration().stackBytes
  /// Connections served at once; `nil` is as many as there are descriptors for.
  var maxConnections: Int?
  /// How long a connection may be silent; `nil` is for ever.
  var idleTimeout: Duration?
  /// How long a peer may leave what it is owed unread; `nil` is for ever.
  var writeStallTimeout: Duration? = .seconds(30)
  /// How long connections may finish after SIGTERM before they are cut.
  var drainTimeout: Duration = .seconds(10)
  /// The longest frame, in bytes.
  var maxFrame = 1 << 20
  /// Connections that the kernel holds before they are accepted.
  var backlog = Int(ListeningOptions().backlog)
  /// Bytes owed to a connection at which it is no longer read from.
  var highWater = ConnectionOptions().highWaterMark
  /// Bytes owed at which reading goes on.
  var lowWater = ConnectionOptions().lowWaterMark
  /// Whether the final report is one JSON object.
  var json = false
  /// Whether only errors are logged.
  var quiet = false

  /// What `endpoints` stands for when it is empty; loopback, unless it is told otherwise.
  static let defaultEndpoint = "127.0.0.1:5000"
}

extension ServeOptions {
  /// The options of `swiftlet serve`.
  static let table = OptionTable(
    program: "swiftlet serve",
    summary: "Run the echo server until SIGTERM or SIGINT.",
    details: ["The signal lets connections finish what they are owed; a second one cuts them."],
    operand: .init(
      placeholder: "ENDPOINT", count: 0...Int.max,
      help: """
        HOST:PORT, [V6]:PORT, tcp://..., unix:PATH; port 0 picks a free one; \
        ?framing=F&transform=T behind it overrides the options
        """,
      defaultText: defaultEndpoint,
      take: { $0.endpoints.append($1) }),
    groups: [
      .init(title: "What it answers", options: answering),
      .init(title: "How it works", options: working),
      .init(title: "What it refuses", options: limits),
      .init(title: "What it says", options: speaking),
    ],
    examples: [
      "swiftlet serve", "swiftlet serve --framing line --transform sha256 0.0.0.0:7000",
    ],
    defaults: ServeOptions(),
    check: { (options, _) throws(CommandError) in
      guard options.lowWater < options.highWater else {
        throw .usage(
          "--low-water \(SizeText.format(options.lowWater)) is not below "
            + "--high-water \(SizeText.format(options.highWater))",
          hint: "a connection stops being read at the high mark and goes on at the low one")
      }
      guard options.loops == 1 || options.model.runsOnLoops else {
        throw .usage(
          "--loops \(options.loops) does not go with --model \(options.model.rawValue)",
          hint: "the models on event loops are reactor and async")
      }
    })

  private static let answering: [Option<ServeOptions>] = [
    .text(
      "framing", "F", default: "raw", choices: ["raw", "line", "length"],
      "raw, line or length", into: \.framing),
    .text(
      "transform", "T,...", default: "identity",
      TransformCatalog.entries.map(\.usage).joined(separator: ", "),
      into: \.transform),
  ]

  private static let working: [Option<ServeOptions>] = [
    .value(
      "model", "M", default: "reactor", choices: ChoiceText.words(Model.self),
      "reactor, async (the loop); thread, process (one per client); pool, prefork (a fixed set)",
      into: \.model, ChoiceText.parse),
    .value(
      "pool-size", "N", default: "64", "clients at once of pool and prefork", into: \.poolSize,
      CountText.within(1...10_000)),
    .value(
      "stack-size", "SIZE", default: "64KiB", "of the threads of thread and pool",
      into: \.stackSize, SizeText.within(32_768...(1 << 30))),
    .value(
      "loops", "N", default: "1", "event loops, each on a thread", into: \.loops,
      CountText.within(1...64)),
    .value(
      "workers", "N", default: "auto", "threads; auto is one per core, 0: the loop works",
      into: \.workers, CountText.withinOrAuto(0...1024)),
    .value(
      "worker-queue", "N", default: "1024", "frames waiting for a worker",
      into: \.workerQueue, CountText.within(1...(1 << 20))),
    .value(
      "backlog", "N", default: "4096", "connections not yet accepted", into: \.backlog,
      CountText.within(1...65_535)),
    .value(
      "high-water", "SIZE", default: "64KiB", "owed bytes that pause reading", into: \.highWater,
      SizeText.within(1...(1 << 30))),
    .value(
      "low-water", "SIZE", default: "16KiB", "owed bytes that resume it", into: \.lowWater,
      SizeText.within(0...(1 << 30))),
  ]

  private static let limits: [Option<ServeOptions>] = [
    .value(
      "max-connections", "N", default: "auto", "auto: as descriptors allow",
      into: \.maxConnections, CountText.withinOrAuto(1...10_000_000)),
    .value(
      "max-frame", "SIZE", default: "1MiB", "the longest line or frame", into: \.maxFrame,
      SizeText.within(1...(1 << 30))),
    .value(
      "idle-timeout", "TIME", default: "off", "close a silent connection", into: \.idleTimeout,
      DurationText.parseDeadline),
    .value(
      "write-stall-timeout", "TIME", default: "30s", "close a peer that does not read",
      into: \.writeStallTimeout, DurationText.parseDeadline),
    .value(
      "drain-timeout", "TIME", default: "10s", "cut what has not drained by then",
      into: \.drainTimeout, DurationText.parse),
  ]

  private static let speaking: [Option<ServeOptions>] = [
    .flag("json", "the final report as one JSON object", sets: \.json),
    .flag("quiet", short: "q", "log errors only", sets: \.quiet),
  ]
}
