/// A whole command line, understood: which command, with which options.
enum Invocation: Equatable, Sendable {
  case serve(ServeOptions)
  case stress(StressOptions)
  case stressDiff(StressDiffOptions)
  case stressMerge(StressMergeOptions)
  case compare(CompareOptions)
  case connect(ConnectOptions)
  /// Text that answers the command line by itself: a help or the version.
  case show(String)

  /// The version of the program, as `--version` shows it.
  static let version = "0.1.0"

  /// The commands by name, with the line that the help shows.
  static let commands: [(name: String, help: String)] = [
    ("serve", ServeOptions.table.summary),
    ("stress", StressOptions.table.summary),
    ("compare", CompareOptions.table.summary),
    ("connect", ConnectOptions.table.summary),
    ("help", "Show the help of a command."),
  ]

  /// Reads the words behind the program's name.
  static func read(_ words: [String]) throws(CommandError) -> Invocation {
    guard let (options, rest) = try TopOptions.table.parse(words, stopAtOperand: true) else {
      return .show(topHelp)
    }
    if options.version { return .show("swiftlet \(version)\n") }
    guard let command = rest.first else {
      throw .usage("no command given", hint: seeHelp)
    }
    let words = Array(rest.dropFirst())
    switch command {
    case "serve": return try read(ServeOptions.table, words, Invocation.serve)
    case "stress": return try stress(words)
    case "compare": return try read(CompareOptions.table, words, Invocation.compare)
    case "connect": return try read(ConnectOptions.table, words, Invocation.connect)
    case "help": return try help(words)
    default: throw unknown(command)
    }
  }

  /// How the program was called, for the front of an error line: `swiftlet serve`.
  static func program(_ words: [String]) -> String {
    guard let word = words.first, commands.contains(where: { $0.name == word }) else {
      return "swiftlet"
    }
    if word == "stress", words.count > 1, stressCommands.contains(words[1]) {
      return "swiftlet stress \(words[1])"
    }
    return "swiftlet \(word)"
  }

  /// What `stress` does besides loading: words that are no endpoint, for want of a port.
  private static let stressCommands = ["diff", "merge"]

  private static func stress(_ words: [String]) throws(CommandError) -> Invocation {
    let rest = Array(words.dropFirst())
    switch words.first {
    case "diff": return try read(StressDiffOptions.table, rest, Invocation.stressDiff)
    case "merge": return try read(StressMergeOptions.table, rest, Invocation.stressMerge)
    default: return try read(StressOptions.table, words, Invocation.stress)
    }
  }

  private static func read<Options>(
    _ table: OptionTable<Options>, _ words: [String], _ make: (Options) -> Invocation
  ) throws(CommandError) -> Invocation {
    switch try table.parse(words) {
    case .run(let options): make(options)
    case .help: .show(HelpText(table).text)
    }
  }

  private static func help(_ words: [String]) throws(CommandError) -> Invocation {
    guard let command = words.first else { return .show(topHelp) }
    if command == "stress", words.count == 2, stressCommands.contains(words[1]) {
      return try stress([words[1], "--help"])
    }
    if words.count > 1 { throw .usage("unexpected word '\(words[1])'", hint: seeHelp) }
    switch command {
    case "serve": return .show(HelpText(ServeOptions.table).text)
    case "stress": return .show(HelpText(StressOptions.table).text)
    case "compare": return .show(HelpText(CompareOptions.table).text)
    case "connect": return .show(HelpText(ConnectOptions.table).text)
    case "help", "--help", "-h": return .show(topHelp)
    default: throw unknown(command)
    }
  }

  private static func unknown(_ command: String) -> CommandError {
    let guess = Suggestion.question(for: command, among: commands.map(\.name))
    return .usage("unknown command '\(command)'", hint: guess ?? seeHelp)
  }

  private static var topHelp: String {
    HelpText(TopOptions.table, commands: commands).text
  }

  private static let seeHelp = "see 'swiftlet --help'"
}
