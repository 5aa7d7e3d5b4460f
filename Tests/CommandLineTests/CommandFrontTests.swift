import CLinux
import Sockets
import Testing

@testable import swiftlet

/// From words to exit status and the two streams.
@Suite struct CommandFrontTests {
  /// Keeps what is written.
  private final class Recorder: Sendable {
    private let text = Locked(("", ""))
    let outputErrno: CInt

    init(outputErrno: CInt = 0) { self.outputErrno = outputErrno }

    var console: Console {
      Console(
        output: { written in
          self.text.withLock { $0.0 += String(decoding: written, as: UTF8.self) }
          return self.outputErrno
        },
        error: { written in
          self.text.withLock { $0.1 += String(decoding: written, as: UTF8.self) }
          return 0
        })
    }

    var output: String { text.withLock { $0.0 } }
    var error: String { text.withLock { $0.1 } }
  }

  private static let commands = Commands(
    serve: { (options, console) throws(CommandError) in
      console.output("serving \(options.endpoints)\n")
      return .well
    },
    stress: { (_, console) throws(CommandError) in
      console.output("1 mismatch\n")
      return .refused
    },
    stressDiff: { (_, _) throws(CommandError) in .well },
    stressMerge: { (_, _) throws(CommandError) in .well },
    compare: { (_, _) throws(CommandError) in .well },
    connect: { (options, _) throws(CommandError) in
      throw .unavailable("cannot connect to \(options.endpoint): refused", hint: "is it running?")
    })

  @Test func theCommandDecidesTheStatus() async {
    let recorder = Recorder()
    let front = CommandFront(commands: Self.commands, console: recorder.console)
    #expect(front.run(["serve", "a"]) == .well)
    #expect(front.run(["stress", "a"]) == .refused)
    #expect(front.run(["connect", "a:1"]) == .unavailable)
    #expect(recorder.output == "serving [\"a\"]\n1 mismatch\n")
    #expect(
      recorder.error
        == "swiftlet connect: cannot connect to a:1: refused\nhint: is it running?\n")
  }

  @Test(arguments: [
    (
      ["serve", "--modle"],
      "swiftlet serve: unknown option '--modle'\nhint: did you mean --model?\n"
    ),
    (
      ["stress", "diff", "--jsn", "a", "b"],
      "swiftlet stress diff: unknown option '--jsn'\nhint: did you mean --json?\n"
    ),
    (
      ["stress", "a:1", "--steps", "9/s,x:1s"],
      "swiftlet stress: --steps: 'x' is not a rate\n  9/s,x:1s\n      ^\n"
        + "hint: write it like 20000/s, 20k/s or 600/m\n"
    ),
    (["srve"], "swiftlet: unknown command 'srve'\nhint: did you mean serve?\n"),
    ([], "swiftlet: no command given\nhint: see 'swiftlet --help'\n"),
  ]) func aBadCommandLineIsTwoLinesOnStandardError(_ words: [String], _ lines: String) async {
    let recorder = Recorder()
    let status = CommandFront(commands: Self.commands, console: recorder.console).run(words)
    #expect(status == .usage)
    #expect(recorder.output == "")
    #expect(recorder.error == lines)
  }

  @Test func helpGoesToStandardOutput() async {
    let recorder = Recorder()
    let front = CommandFront(commands: Self.commands, console: recorder.console)
    #expect(front.run(["--help"]) == .well)
    #expect(recorder.output.hasPrefix("Usage: swiftlet"))
    #expect(recorder.error == "")
  }

  @Test func aReaderThatLeftIsNoFailure() async {
    let recorder = Recorder(outputErrno: EPIPE)
    let front = CommandFront(commands: Self.commands, console: recorder.console)
    #expect(front.run(["--help"]) == .well)
    #expect(recorder.error == "")
  }

  @Test func aResultThatCannotBeWrittenIsOne() async {
    let recorder = Recorder(outputErrno: ENOSPC)
    let front = CommandFront(commands: Self.commands, console: recorder.console)
    #expect(front.run(["serve"]) == .unavailable)
    #expect(
      recorder.error == "swiftlet: cannot write to standard output: No space left on device\n")
    #expect(front.run(["stress", "a"]) == .refused, "what was found counts for more")
  }

  @Test func statusesAreTheContract() {
    let statuses: [swiftlet.ExitStatus] = [.well, .refused, .usage, .unavailable, .software]
    #expect(statuses.map(\.rawValue) == [0, 1, 64, 69, 70])
    #expect(CommandError.software("x").status == .software)
  }

  @Test func aHintOfItsOwnStays() {
    #expect(CommandError.usage("m", hint: "own").hinting("other").hint == "own")
    #expect(CommandError.usage("m").hinting("other").hint == "other")
    #expect(CommandError.usage("m").lines(program: "p") == "p: m\n")
  }
}
