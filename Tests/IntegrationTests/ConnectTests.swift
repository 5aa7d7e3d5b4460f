import Foundation
import Testing

/// `swiftlet connect`, in pipes.
struct ConnectTests {
  @Test(arguments: ["raw", "line"]) func theExampleOfTheContract(_ framing: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--framing", framing)
    let outcome = try await Swiftlet.shell(
      #"printf 'hi\nexit\n' | "$SWIFTLET" connect 127.0.0.1:\#(server.port)"#)
    #expect(outcome.text == "hi\n")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(await server.terminate().status == 0)
  }

  /// Both directions saturated: far more than all buffers hold, and not all of it text.
  @Test(arguments: ["reactor", "async"])
  func aBigFileComesBackAsItWas(_ model: String) async throws {
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--framing", "line", "--model", model)
    var bytes: [UInt8] = []
    // Long lines: each costs client and server a system call or two, and what fills buffers is bytes.
    let filler = String(repeating: "x", count: 200)
    for number in 0..<10_000 {
      bytes += Array("line \(number) of many \(filler)\(number % 3 == 0 ? "\r" : "")".utf8)
      bytes += number % 5 == 0 ? [0xE9, 0xFF, 0x00, 0x0A] : [0x0A]
    }
    let client = try ChildProcess(Swiftlet.path, ["connect", server.endpoint])
    try client.feed(bytes)
    let outcome = await client.outcome()
    #expect(outcome.status == 0)
    // Compared outside: a difference of megabytes is not to be explained byte by byte.
    let isSame = outcome.output == bytes
    #expect(isSame, "\(outcome.output.count) of \(bytes.count) bytes")
    #expect(outcome.errors == "")
    #expect(await server.terminate().status == 0)
  }

  /// What cannot be read has not ended: a directory, a descriptor for writing.
  @Test(arguments: [("</tmp", "EISDIR"), ("0>/dev/null", "EBADF")])
  func anInputThatFailsIsNoEnd(_ input: String, _ reason: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.shell(
      #""$SWIFTLET" connect 127.0.0.1:\#(server.port) \#(input)"#)
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("swiftlet connect: cannot read standard input: "))
    #expect(outcome.errors.hasSuffix("(\(reason))\n"))
    #expect(outcome.text == "")
    #expect(await server.terminate().status == 0)
  }

  /// The shell sees a stop by SIGTTIN (`waitpid(2)`, `WUNTRACED`), and no end.
  @Test func inTheBackgroundItWaitsToBeCalled() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    // Wide enough for the path, wherever this is built: a line that wraps is not found.
    try await Tmux.with(columns: 2000) { terminal in
      try await terminal.type("'\(Swiftlet.path)' connect \(server.endpoint) &")
      var jobs = ""
      for _ in 0..<6000 where !jobs.contains("Stopped (tty input)") && !jobs.contains("Done") {
        try await terminal.type("clear; jobs -l; echo JO''BS")
        jobs = try await terminal.waits(for: "the jobs") { $0.contains("JOBS") }
      }
      #expect(jobs.contains("Stopped (tty input)"), "\(jobs)")
      // What is typed while the shell hands the terminal over may come as part of a line; what comes
      // behind the end is nobody's.
      try await terminal.type("clear; fg; echo END=$?; sleep 600")
      var screen = ""
      for _ in 0..<600 where !screen.contains("END=") {
        try await terminal.type("exit")
        for _ in 0..<20 where !screen.contains("END=") {
          try await Task.sleep(for: .milliseconds(50))
          screen = try await terminal.screen()
        }
      }
      #expect(screen.contains("END=0"), "\(screen)")
    }
    #expect(await server.terminate().status == 0)
  }

  /// Whoever reads has had enough: so have we, even if there is no end to what could be sent.
  @Test func aReaderThatLeavesEndsIt() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.shell(
      #"yes | timeout 300 "$SWIFTLET" connect 127.0.0.1:\#(server.port) | head -1; "#
        + #"[[ ${PIPESTATUS[1]} != 124 ]]"#)
    #expect(outcome.status == 0, "it was still there minutes later")
    #expect(outcome.text == "y\n")
    expectNoCrash(outcome)
    #expect(await server.terminate().status == 0)
  }
}
