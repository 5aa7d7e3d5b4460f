import Compare
import Reports

/// What `swiftlet compare` was asked to do.
struct CompareOptions: Equatable, Sendable {
  /// The models of this program that take part.
  var models = ServeOptions.Model.allCases
  /// Other servers that take part, by name.
  var peers: [PeerText.Peer] = []
  /// What they are compared at.
  var works = Work.allCases
  /// Whether under a minute is all there is time for.
  var quick = false
  /// Rounds; `nil`: as many as the scale has.
  var rounds: Int?
  /// How long each run measures; `nil`: as long as the scale says.
  var duration: Duration?
  /// Threads or processes of `pool` and `prefork`.
  var poolSize = 64
  /// Whether standard output gets the JSON object.
  var json = false
  /// The file for the JSON object.
  var jsonFile: String?
  /// The file for the page.
  var html: String?
  /// The file of an earlier comparison, to be held against this one.
  var baseline: String?
}

extension CompareOptions {
  /// The options of `swiftlet compare`.
  static let table = OptionTable(
    program: "swiftlet compare",
    summary: "Run servers side by side at the same works, and say which suits which.",
    details: [
      "Servers run as child processes on the loopback, one at a time, taking turns.",
      "Exits with 1 if --check finds a change, or if it was ended early.",
    ],
    operand: .nothing,
    groups: [
      .init(title: "Who takes part", options: rivals),
      .init(title: "At what, and how thoroughly", options: works),
      .init(title: "What becomes of it", options: reports),
    ],
    examples: [
      "swiftlet compare --quick",
      "swiftlet compare --peer 'mine=./my-echo {port}' --html compare.html",
    ],
    defaults: CompareOptions(),
    check: { (options, _) throws(CommandError) in
      let names = options.models.map(\.rawValue) + options.peers.map(\.name)
      if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
        throw .usage("'\(twice)' takes part twice", hint: "give each its own name")
      }
      guard names.count > 1 else {
        throw .usage("there is nobody to compare with", hint: "add a model or a --peer")
      }
    })

  private static let rivals: [Option<CompareOptions>] = [
    .value(
      "models", "M,...", default: "all",
      choices: ["all"] + ChoiceText.words(ServeOptions.Model.self),
      ServeOptions.Model.allCases.map(\.rawValue).joined(separator: ", ") + "; or none",
      into: \.models, ChoiceText.parseSome),
    .values(
      "peer", "NAME=CMD", "another server; it listens on 127.0.0.1:{port}", addedTo: \.peers,
      PeerText.parse),
    .value(
      "pool-size", "N", default: "64", "clients at once of pool and prefork", into: \.poolSize,
      CountText.within(1...10_000)),
  ]

  private static let works: [Option<CompareOptions>] = [
    .value(
      "work", "W,...", default: "all", choices: ["all"] + ChoiceText.words(Work.self),
      Work.allCases.map(\.rawValue).joined(separator: ", "), into: \.works, ChoiceText.parseSome),
    .flag("quick", "fewer settings and rounds: under a minute", sets: \.quick),
    .value(
      "rounds", "N", default: nil, "turns of each; 5, or 3 if quick", into: \.rounds,
      { (text) throws(BadValue) -> Int? in try CountText.within(3...100)(text) }),
    .value(
      "duration", short: "d", "TIME", default: nil, "of each run; 300ms, or 100ms if quick",
      into: \.duration, runTime),
  ]

  /// How long a run may measure: less says nothing, more is nobody's patience.
  private static func runTime(_ text: String) throws(BadValue) -> Duration? {
    let time = try DurationText.parseUnlimited(text)
    guard time >= .milliseconds(10), time <= .seconds(3600) else {
      throw BadValue("'\(text)' is no time for a run", hint: "give 10ms to 1h")
    }
    return time
  }

  private static let reports: [Option<CompareOptions>] = [
    .flag("json", "one JSON object instead of the report", sets: \.json),
    .value(
      "json-file", "FILE", default: nil, "write it to a file, for --check", into: \.jsonFile,
      PeerText.path),
    .value("html", "FILE", default: nil, "write a page with charts", into: \.html, PeerText.path),
    .value(
      "check", "FILE", default: nil, "exit with 1 if a ratio has moved since FILE was written",
      into: \.baseline, PeerText.path),
  ]
}
