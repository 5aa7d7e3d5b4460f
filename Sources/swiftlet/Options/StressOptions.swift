import Reports
import Stress

/// What `swiftlet stress` was asked to do.
struct StressOptions: Equatable, Sendable {
  /// The servers to load in rotation, as written.
  var endpoints: [String] = []

  // MARK: Load

  /// Connections open at once.
  var connections = 50
  /// Messages in flight on one connection.
  var pipeline = 1
  /// How long is measured, after the warm-up.
  var duration: Duration = .seconds(10)
  /// Replies after which the load ends; `nil`: time alone ends it.
  var messages: Int?
  /// How long runs before anything is counted.
  var warmup: Duration = .seconds(1)
  /// Threads, each with a loop of its own.
  var threads = 1
  /// When the load begins; `nil`: as soon as it is connected.
  var startAt: StartTime?

  // MARK: Rate

  /// Messages per second of an open loop; for a search, where it begins.
  var rate: Double?
  /// How messages of an open loop follow each other.
  var arrivals = Arrivals.constant
  /// A rate that rises or falls.
  var ramp: RateProfile?
  /// Rates one after the other.
  var steps: RateProfile?
  /// What must hold at the highest rate that is searched for; `nil`: nothing is searched for.
  var findMax: Gate?
  /// How long a reply is looked at before the next message of a closed loop.
  var think: Duration = .zero

  // MARK: Connections

  /// Connections opened per second; `nil`: as fast as they open.
  var connectRate: Double?
  /// Replies after which a connection is replaced; `nil`: never.
  var messagesPerConnection: Int?
  /// Whether broken connections are replaced.
  var reconnect = false
  /// How long a reply may take.
  var timeout: Duration = .seconds(10)
  /// How long a connection may take to open.
  var connectTimeout: Duration = .seconds(5)

  // MARK: Messages

  /// Payloads of the messages, in bytes.
  var sizes = SizeDistribution.fixed(64)
  /// The file that payloads are cut from; `nil`: they are made from the seed.
  var payload: String?
  /// How messages are framed.
  var framing = "raw"
  /// What the server is expected to do to each message.
  var expect = "identity"
  /// Where the payloads begin: the same seed sends the same bytes.
  var seed: UInt64 = 1

  // MARK: Difficult peers

  var idle = 0
  var slowReaders = 0
  var slowWriters = 0
  var halfClosers = 0
  var resetters = 0

  // MARK: Report

  /// What goes to standard output, and which files are written.
  var report = ReportOptions()
  /// What the run must not be.
  var failIf: [Gate] = []
  /// Whether a run that measured its client is refused.
  var strict = false
  /// Whether neither live view nor progress lines are wanted.
  var quiet = false

  /// Whether messages are due at times that do not depend on the server.
  var isOpenLoop: Bool { rate != nil || ramp != nil || steps != nil || findMax != nil }
}
