/// What stands before the command: `swiftlet --version`.
struct TopOptions: Equatable, Sendable {
  /// Whether only the version is wanted.
  var version = false

  /// The options of `swiftlet` itself.
  static let table = OptionTable(
    program: "swiftlet",
    summary: "An event-driven echo server, and a load generator to put it to the proof.",
    operand: nil,
    groups: [
      .init(
        title: "Options", options: [.flag("version", "show the version and exit", sets: \.version)])
    ],
    examples: ["swiftlet serve 127.0.0.1:5000", "swiftlet stress 127.0.0.1:5000 -c 50 -d 10s"],
    defaults: TopOptions())
}
