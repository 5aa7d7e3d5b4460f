import CLinux
import Measurement
import Testing

@testable import Compare

@Suite("What servers write")
struct OutputTests {
  @Test("the last lines are kept, in pieces or not")
  func lines() {
    var tail = OutputTail()
    #expect(tail.printable.isEmpty && tail.lastWords == nil)
    var seen: [String] = []
    for piece in ["a", "b\nc", "\r\n\n", "d"] { tail.append(piece.utf8) { seen.append($0) } }
    #expect(seen == ["ab", "c", ""])
    #expect(tail.printable == ["ab", "c", "", "d"] && tail.lastWords == "d")
    tail.append("\n  \n".utf8)
    #expect(tail.lastWords == "d")
  }

  @Test("memory is bounded, whatever comes")
  func bounded() {
    var tail = OutputTail()
    tail.append(String(repeating: "x", count: 100_000).utf8)
    #expect(tail.printable == [String(repeating: "x", count: 400) + "…"])
    for number in 0..<100 { tail.append("\n\(number)".utf8) }
    #expect(tail.printable == (80..<100).map { "\($0)" })
    tail.append([0xFF, 0x00, 0x0A])
    #expect(tail.printable.last == "99\u{FFFD}\\x00")
  }

  @Test(
    "what a terminal would obey is escaped",
    arguments: [
      ("plain text, größer, 好", "plain text, größer, 好"), ("a\u{1B}[2Jb", #"a\x1b[2Jb"#),
      ("\t\u{0}\u{7F}\u{9B}", #"\x09\x00\x7f\x9b"#), ("a\u{202E}b", #"a\u{202e}b"#),
      ("a\u{2028}b\u{FEFF}", #"a\u{2028}b\u{feff}"#), (#"back\slash"#, #"back\slash"#), ("", ""),
    ])
  func printable(text: String, expected: String) {
    #expect(PrintableText.line(text) == expected)
  }

  @Test("a server is started as a shell would: no signal blocked or ignored, no other descriptor")
  func surroundings() async throws {
    let server = try await ServerProcess.start(
      .python(
        """
        # The fourth is that of the folder itself.
        print(os.listdir("/proc/self/fd"), file=sys.stderr)
        print(os.readlink("/proc/self/fd/0"), file=sys.stderr)
        print(signal.pthread_sigmask(signal.SIG_BLOCK, []), file=sys.stderr)
        print(os.getsid(0) == os.getppid(), file=sys.stderr)
        """))
    let status = try ProcFile.read("/proc/\(server.pid)/status")
    // Python itself ignores two; glibc's posix_spawn its own, 32 and 33.
    let ignored = try #require(ProcKeys.mask("SigIgn", in: status))
    let known = [SIGPIPE, SIGXFSZ, 32, 33].reduce(0 as UInt64) { $0 | 1 << UInt64($1 - 1) }
    #expect(ignored & ~known == 0)
    let ending = await server.end(grace: .zero)
    #expect(ending.lastErrorLines == ["['0', '1', '2', '3']", "/dev/null", "set()", "True"])
  }
}
