/// What each command does, as functions of its parsed options: the whole of the seam between the
/// command line and the libraries.
///
/// Each runs until its work is done and returns how it went; what it was told to refuse is a
/// status, what kept it from working is an error. Results go to the console's output, everything
/// else to its error stream. Tests put their own functions here.
struct Commands: Sendable {
  /// Runs the echo server until it has been told to stop and has drained.
  var serve: @Sendable (ServeOptions, Console) throws(CommandError) -> ExitStatus

  /// Loads a server and prints what was measured.
  var stress: @Sendable (StressOptions, Console) throws(CommandError) -> ExitStatus

  /// Compares two runs.
  var stressDiff: @Sendable (StressDiffOptions, Console) throws(CommandError) -> ExitStatus

  /// Makes one run of several.
  var stressMerge: @Sendable (StressMergeOptions, Console) throws(CommandError) -> ExitStatus

  /// Runs servers side by side, judges and reports.
  var compare: @Sendable (CompareOptions, Console) throws(CommandError) -> ExitStatus

  /// Talks to a server, line by line.
  var connect: @Sendable (ConnectOptions, Console) throws(CommandError) -> ExitStatus
}

extension Commands {
  /// The commands of the real program.
  static let live = Commands(
    serve: { (options, console) throws(CommandError) in
      try ServeCommand(options: options, console: console).run()
    },
    stress: { (options, console) throws(CommandError) in
      try StressCommand(options: options, console: console, words: CommandLine.arguments).run()
    },
    stressDiff: { (options, console) throws(CommandError) in
      try StressDiffCommand(options: options, console: console).run()
    },
    stressMerge: { (options, console) throws(CommandError) in
      try StressMergeCommand(options: options, console: console, words: CommandLine.arguments).run()
    },
    compare: { (options, console) throws(CommandError) in
      try CompareCommand(options: options, console: console, words: CommandLine.arguments).run()
    },
    connect: { (options, console) throws(CommandError) in
      try ConnectCommand(options: options, console: console).run()
    })
}
