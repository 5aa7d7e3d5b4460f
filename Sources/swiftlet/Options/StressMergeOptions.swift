import Reports

/// What `swiftlet stress merge` was asked to do.
struct StressMergeOptions: Equatable, Sendable {
  /// The files of the runs.
  var files: [String] = []
  /// Where the merged report goes.
  var report = ReportOptions()
  /// What the merged run must not be.
  var failIf: [Gate] = []
  /// Whether a run that measured its client is refused.
  var strict = false
}

extension StressMergeOptions {
  /// The options of `swiftlet stress merge`.
  static let table = OptionTable(
    program: "swiftlet stress merge",
    summary: "Make one run of those that several machines ran together.",
    details: [
      "Histograms are added, intervals laid over each other by the clock.",
      "Exits with 1 as 'swiftlet stress' would.",
    ],
    operand: .init(
      placeholder: "FILE", count: 1...Int.max,
      help: "what 'swiftlet stress --json-file FILE' wrote on each of them",
      defaultText: nil, take: { $0.files.append($1) }),
    groups: [
      .init(
        title: "Options",
        options: ReportOptions.options(in: \StressMergeOptions.report) + [
          .values(
            "fail-if", "CONDITION", "exit with 1 at 'p99>5ms', 'errors>0', ...",
            addedTo: \.failIf, ConditionText.gate),
          .flag("strict", "exit with 1 if a client was too slow", sets: \.strict),
        ])
    ],
    examples: [
      "swiftlet stress merge east.json west.json --html both.html",
      "swiftlet stress merge run-1.json run-2.json --fail-if 'p99>5ms' --json",
    ],
    defaults: StressMergeOptions(),
    check: { (options, _) throws(CommandError) in try options.report.check() })
}
