import CLinux
import Foundation
import Measurement
import Sockets
import TestSupport
import Testing

/// What the models of processes must survive, and what they must not.
struct SupervisorTests {
  /// Connections that end with a bad frame are logged by whoever serves them: its reader may have
  /// gone, which is no reason to die.
  @Test(arguments: ["process", "prefork"])
  func aClosedLogIsNoReasonToDie(_ model: String) async throws {
    let child = try ChildProcess(
      "bash",
      [
        "--norc", "-c", #"exec 4> >(true); wait $!; exec "$@" 2>&4"#, "bash", Swiftlet.path,
        "serve", "127.0.0.1:0", "--model", model, "--framing", "length",
      ])
    let server = try await Swiftlet.Server(child)
    let bad = try await Swiftlet.shell(
      """
      for try in 1 2 3; do exec 3<>/dev/tcp/127.0.0.1/\(server.port)
      printf '\\xff\\xff\\xff\\xff' >&3; cat <&3; exec 3>&-; done
      """)
    #expect(bad.status == 0, "\(bad.errors)")
    let good = try await Swiftlet.shell(
      """
      exec 3<>/dev/tcp/127.0.0.1/\(server.port)
      printf '\\x00\\x00\\x00\\x03abc' >&3; head -c 7 <&3 | tail -c 3
      """)
    #expect(good.text == "abc")
    let outcome = await server.terminate()
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(/bad frames +3\n/), "\(outcome.text)")
    #expect(!outcome.text.contains("processes that were killed"), "\(outcome.text)")
  }

  /// A terminal that stops whoever writes to it from the background (`stty tostop`) stops nobody
  /// here, and its Ctrl-C is for the program alone, which drains.
  @Test(arguments: ["process", "prefork"])
  func aTerminalConcernsTheProgramAlone(_ model: String) async throws {
    let path = temporaryPath("\(model).sock")
    let server = "'\(Swiftlet.path)' serve unix:\(path) --model \(model) --framing line"
    try await Tmux.with { terminal in
      try await terminal.type("stty tostop; clear; \(server) --max-frame 4; echo END=$?")
      try await terminal.waits(for: "the server") { $0.contains("listening on unix:") }
      let bad = try await Swiftlet.run("connect", "unix:\(path)", input: "too long\n")
      #expect(bad.text == "")
      try await terminal.waits(for: "the log") { $0.contains("longer than the limit") }
      let stays = try ChildProcess(Swiftlet.path, ["connect", "unix:\(path)"])
      try await terminal.press("C-c")
      let screen = try await terminal.waits(for: "the end") { $0.contains("END=0") }
      #expect(screen.contains("cut 0") && !screen.contains("were killed"), "\(screen)")
      #expect(await stays.outcome().text == "")
    }
  }

  /// At the limit, where a process that has just ended has still its place.
  @Test(arguments: ["thread", "pool", "process", "prefork"])
  func comingAndGoingAtTheLimit(_ model: String) async throws {
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--model", model, "--max-connections", "2", "--pool-size", "2")
    let script = """
      import socket, threading
      def visit():
          for round in range(50):
              with socket.create_connection(("127.0.0.1", \(server.port))) as s:
                  s.sendall(b"x")
                  assert s.recv(1) == b"x"
      threads = [threading.Thread(target=visit) for number in range(8)]
      for thread in threads: thread.start()
      for thread in threads: thread.join()
      print("well")
      """
    let visits = try await Swiftlet.shell("python3 -c '\(script)'", within: 600)
    #expect(visits.text == "well\n" && visits.errors == "", "\(visits.errors)")
    let outcome = await server.terminate()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains(/connections accepted +400\n/), "\(outcome.text)")
    #expect(outcome.text.contains(/connections open +0\n/), "\(outcome.text)")
    #expect(!outcome.text.contains("processes that were killed"), "\(outcome.text)")
  }

  /// It is said, and what the supervisor would have removed is removed.
  @Test(arguments: ["process", "prefork"])
  func aSupervisorThatIsKilledEndsTheService(_ model: String) async throws {
    let path = temporaryPath("\(model).sock")
    let server = try await Swiftlet.serve("unix:\(path)", "--model", model)
    let pid = server.child.pid
    let children = try ProcFile.read("/proc/\(pid)/task/\(pid)/children")
    let supervisor = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
    kill(supervisor, SIGKILL)
    let outcome = await server.child.outcome()
    #expect(outcome.status == 69)
    #expect(outcome.text == "listening on unix:\(path)\n", "nothing is reported")
    let words = "cannot serve any more: the supervisor was killed by SIGKILL"
    // Logged too, where it ends before the program has begun to wait for its end.
    let logged = Set(outcome.errors.split(separator: "\n"))
    #expect(logged == ["swiftlet serve: \(words)"], "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: path))
    expectNoCrash(outcome)
  }

  /// Whoever it had is cut with it, and counted: nobody stays open in the report for ever.
  @Test(arguments: ["process", "prefork"])
  func aSupervisorThatIsKilledWhileItDrainsHasCutEverybody(_ model: String) async throws {
    let path = temporaryPath("\(model).sock")
    let server = try await Swiftlet.serve(
      "unix:\(path)", "--model", model, "--framing", "line", "--drain-timeout", "600s")
    let pid = server.child.pid
    let children = try ProcFile.read("/proc/\(pid)/task/\(pid)/children")
    let supervisor = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
    let client = try Client(try Endpoint(parsing: server.endpoint))
    try client.send("one\ntw")
    #expect(try await onThread { try client.readText(4) } == "one\n")
    server.child.signal(SIGTERM)
    #expect(await server.child.waits { $0.contains("draining 1 connections") })
    kill(supervisor, SIGKILL)
    let outcome = await server.child.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("drained 0 connections, cut 1\n"), "\(outcome.text)")
    #expect(outcome.text.contains(/connections open +0\n/), "\(outcome.text)")
    #expect(outcome.text.contains(/connections cut +1\n/), "\(outcome.text)")
    expectNoCrash(outcome)
  }
}
