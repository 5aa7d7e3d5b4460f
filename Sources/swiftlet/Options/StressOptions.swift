/// What `swiftlet stress` was asked to do.
struct StressOptions: Equatable, Sendable {
  /// The server to load, as written.
  var endpoint = ""
  /// Connections open at once.
  var connections = 50
  /// Payload of a message, in bytes.
  var size = 64
  /// Messages in flight on one connection.
  var pipeline = 1
  /// How long is measured, after the warm-up.
  var duration: Duration = .seconds(10)
  /// How long runs before anything is counted.
  var warmup: Duration = .seconds(1)
  /// How messages are framed.
  var framing = "raw"
  /// What the server is expected to do to each message.
  var transform = "identity"
  /// Where the payloads begin: the same seed sends the same bytes.
  var seed: UInt64 = 1
  /// How long a reply may take.
  var timeout: Duration = .seconds(10)
  /// How long a connection may take to open.
  var connectTimeout: Duration = .seconds(5)
  /// Whether the report is one JSON object.
  var json = false
  /// Whether the progress line is left out.
  var quiet = false
}

extension StressOptions {
  /// The options of `swiftlet stress`.
  static let table = OptionTable(
    program: "swiftlet stress",
    summary: "Load an echo server and verify every byte that comes back.",
    details: ["Reports rates and latencies; exits with 1 if a reply was wrong, late or missing."],
    operand: .init(
      placeholder: "ENDPOINT", count: 1...1,
      help: "HOST:PORT, [V6]:PORT, tcp://... or unix:PATH", defaultText: nil,
      take: { $0.endpoint = $1 }),
    groups: [
      .init(title: "Load", options: load),
      .init(title: "What the server speaks", options: speech),
      .init(title: "Deadlines", options: deadlines),
      .init(title: "Report", options: report),
    ],
    examples: [
      "swiftlet stress 127.0.0.1:5000 -c 200 -s 1KiB -d 30s",
      "swiftlet stress 127.0.0.1:5000 --framing line --transform sha256 --json",
    ],
    defaults: StressOptions())

  private static let load: [Option<StressOptions>] = [
    .value(
      "connections", short: "c", "N", default: "50", "connections at once", into: \.connections,
      CountText.within(1...1_000_000)),
    .value(
      "size", short: "s", "SIZE", default: "64", "bytes of a message", into: \.size,
      SizeText.within(1...(1 << 30))),
    .value(
      "pipeline", short: "p", "N", default: "1", "messages in flight per connection",
      into: \.pipeline, CountText.within(1...65_536)),
    .value(
      "duration", short: "d", "TIME", default: "10s", "how long to measure", into: \.duration,
      DurationText.parsePositive),
    .value(
      "warmup", "TIME", default: "1s", "run this long before measuring", into: \.warmup,
      DurationText.parse),
    .value(
      "seed", "N", default: "1", "the same seed sends the same bytes", into: \.seed,
      CountText.seed),
  ]

  private static let speech: [Option<StressOptions>] = [
    .text(
      "framing", "F", default: "raw", choices: ["raw", "line", "length"],
      "raw, line or length", into: \.framing),
    .text(
      "transform", "T,...", default: "identity", "what each reply must have gone through",
      into: \.transform),
  ]

  private static let deadlines: [Option<StressOptions>] = [
    .value(
      "timeout", "TIME", default: "10s", "a reply later than this is an error", into: \.timeout,
      DurationText.parsePositive),
    .value(
      "connect-timeout", "TIME", default: "5s", "a connection must open within it",
      into: \.connectTimeout, DurationText.parsePositive),
  ]

  private static let report: [Option<StressOptions>] = [
    .flag("json", "one JSON object instead of a table", sets: \.json),
    .flag("quiet", short: "q", "no progress line", sets: \.quiet),
  ]
}
