/// The command line from words to exit status: read, run, and say in one place how it ended.
struct CommandFront: Sendable {
  /// What the commands do.
  let commands: Commands

  /// Where they speak.
  let console: Console

  /// Runs one command line.
  ///
  /// - Parameter words: the words behind the program's name.
  func run(_ words: [String]) -> ExitStatus {
    var status: ExitStatus
    do throws(CommandError) {
      status = try perform(try Invocation.read(words))
    } catch {
      console.error(error.lines(program: Invocation.program(words)))
      status = error.status
    }
    // A reader that left is no failure of ours; a result that could not be written is.
    if let failure = console.outputFailure {
      console.error("swiftlet: cannot write to standard output: \(failure)\n")
      if status == .well { status = .unavailable }
    }
    return status
  }

  private func perform(_ invocation: Invocation) throws(CommandError) -> ExitStatus {
    switch invocation {
    case .serve(let options):
      return try commands.serve(options, console)
    case .stress(let options):
      return try commands.stress(options, console)
    case .stressDiff(let options):
      return try commands.stressDiff(options, console)
    case .stressMerge(let options):
      return try commands.stressMerge(options, console)
    case .compare(let options):
      return try commands.compare(options, console)
    case .connect(let options):
      return try commands.connect(options, console)
    case .show(let text):
      console.output(text)
      return .well
    }
  }
}
