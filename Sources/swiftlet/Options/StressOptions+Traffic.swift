import Reports

extension StressOptions {
  /// What is sent, and what must come back.
  static let traffic: [Option<StressOptions>] = [
    .value(
      "size", short: "s", "SIZE", default: "64", "or 64..4KiB, or 64:90,16KiB:10",
      into: \.sizes, SizesText.parse),
    .value(
      "payload", "FILE", default: nil, "cut the messages from a file", into: \.payload,
      { (text: String) throws(BadValue) -> String? in
        if text.isEmpty { throw BadValue("the path is empty") }
        return text
      }),
    .text(
      "framing", "F", default: "raw", choices: ["raw", "line", "length"],
      "raw, line or length", into: \.framing),
    .text(
      "expect", "T,...", default: "identity", "transforms of the server",
      into: \.expect),
    .value(
      "seed", "N", default: "1", "the same seed sends the same bytes", into: \.seed,
      CountText.seed),
  ]

  /// Peers that make a server's life hard.
  static let companions: [Option<StressOptions>] = [
    companion("idle", "connected and silent", \.idle),
    companion("slow-readers", "send fast and read next to nothing", \.slowReaders),
    companion("slow-writers", "send a byte at a time", \.slowWriters),
    companion("half-closers", "finish sending, then want the echo", \.halfClosers),
    companion("resetters", "reset before the echo has come", \.resetters),
  ]

  private static func companion(
    _ name: String, _ help: String, _ field: any WritableKeyPath<StressOptions, Int> & Sendable
  ) -> Option<StressOptions> {
    .value(name, "N", default: "0", help, into: field, CountText.within(0...1_000_000))
  }

  /// What is told, and to whom.
  static let reporting: [Option<StressOptions>] =
    ReportOptions.options(in: \StressOptions.report) + [
      .values(
        "fail-if", "CONDITION", "exit with 1 at 'p99>5ms', 'errors>0', ...", addedTo: \.failIf,
        ConditionText.gate),
      .flag("strict", "exit with 1 if the client was too slow", sets: \.strict),
      .flag("quiet", short: "q", "no live view, no progress lines", sets: \.quiet),
    ]
}
