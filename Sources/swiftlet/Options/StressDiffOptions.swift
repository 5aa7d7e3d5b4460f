import Reports

/// What `swiftlet stress diff` was asked to do.
struct StressDiffOptions: Equatable, Sendable {
  /// The files of the two runs: the earlier, the later.
  var files: [String] = []
  /// What the later run must not be, beside the earlier.
  var failIf: [RatioGate] = []
  /// Whether the report is one JSON object.
  var json = false
}

extension StressDiffOptions {
  /// The options of `swiftlet stress diff`.
  static let table = OptionTable(
    program: "swiftlet stress diff",
    summary: "Compare two runs, and say which changes are more than noise.",
    details: ["Exits with 1 if a gate fired."],
    operand: .init(
      placeholder: "FILE", count: 2...2,
      help: "what 'swiftlet stress --json-file FILE' wrote: the earlier run, the later run",
      defaultText: nil, take: { $0.files.append($1) }),
    groups: [
      .init(
        title: "Options",
        options: [
          .values(
            "fail-if", "CONDITION", "exit with 1 if B is so many times A, 'p99>1.1'",
            addedTo: \.failIf, ConditionText.ratio),
          .flag("json", "one JSON object instead of a table", sets: \.json),
        ])
    ],
    examples: [
      "swiftlet stress diff before.json after.json",
      "swiftlet stress diff a.json b.json --fail-if 'p99>1.1' --fail-if 'rate<0.95'",
    ],
    defaults: StressDiffOptions())
}
