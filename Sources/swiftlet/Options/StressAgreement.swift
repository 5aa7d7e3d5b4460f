import Reports

/// Whether the options of a load agree with each other.
enum StressAgreement {
  /// Two options that cannot both be meant.
  private struct Contradiction {
    let one: String
    let other: String
    let hint: String
  }

  private static let oneRate = "a load follows one of -r, --ramp and --steps"
  private static let ownTime = "--ramp and --steps say themselves how long they last"
  private static let ownRates = "a search chooses its rates itself; -r says where it begins"
  private static let closedOnly =
    "--think is for loads without a rate, where a message waits for the reply before"

  private static let contradictions =
    [
      Contradiction(one: "rate", other: "ramp", hint: oneRate),
      Contradiction(one: "rate", other: "steps", hint: oneRate),
      Contradiction(one: "ramp", other: "steps", hint: oneRate),
      Contradiction(one: "find-max", other: "ramp", hint: ownRates),
      Contradiction(one: "find-max", other: "steps", hint: ownRates),
      Contradiction(
        one: "find-max", other: "start-at", hint: "a search runs many loads, one after the other"),
      Contradiction(one: "duration", other: "ramp", hint: ownTime),
      Contradiction(one: "duration", other: "steps", hint: ownTime),
    ]
    + ["rate", "ramp", "steps", "find-max"].map {
      Contradiction(one: "think", other: $0, hint: closedOnly)
    }

  /// How long a load by count may take: it is to end by its count.
  static let longEnough = Duration.seconds(86_400)

  /// Checks the options, and settles the defaults that depend on others.
  ///
  /// - Parameter written: the long names of the options that the command line has.
  static func check(
    _ options: inout StressOptions, _ written: Set<String>
  ) throws(CommandError) {
    for pair in contradictions where written.contains(pair.one) && written.contains(pair.other) {
      throw .usage("--\(pair.one) and --\(pair.other) contradict each other", hint: pair.hint)
    }
    if written.contains("arrivals"), !options.isOpenLoop {
      throw .usage("--arrivals needs a rate", hint: "add -r, --ramp, --steps or --find-max")
    }
    if written.contains("size"), options.payload != nil, options.framing == "line" {
      throw .usage(
        "--size and --payload contradict each other with line framing",
        hint: "each line of the file is a message")
    }
    if let gate = options.failIf.first(where: \.needsTarget), !options.isOpenLoop {
      throw .usage(
        "--fail-if '\(gate)' needs a rate to compare with",
        hint: "add -r, or compare with a number: rate<10000/s")
    }
    if options.threads > options.connections {
      throw .usage(
        "-t \(options.threads) is more than -c \(options.connections)",
        hint: "each thread needs a connection of its own")
    }
    try options.report.check()
    if options.messages != nil, options.findMax == nil, !written.contains("duration") {
      options.duration = longEnough
    }
  }
}
