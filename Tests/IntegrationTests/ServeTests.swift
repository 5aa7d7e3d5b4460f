import CLinux
import Foundation
import Testing

/// `swiftlet serve`, as an operator meets it.
struct ServeTests {
  private static func echo(_ server: Swiftlet.Server, _ line: String) async throws -> String {
    try await Swiftlet.run("connect", server.endpoint, input: line + "\n").text
  }

  @Test(arguments: ["reactor", "async"])
  func aSignalDrainsAndTheReportFollows(_ model: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--model", model)
    #expect(server.endpoint.hasPrefix("tcp://127.0.0.1:"))
    #expect(server.port != "0")
    #expect(try await Self.echo(server, "hello") == "hello\n")
    let outcome = await server.terminate()
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("drained 0 connections, cut 0"))
    #expect(outcome.text.contains("connections accepted  1"), "\(outcome.text)")
    #expect(outcome.errors.contains("draining"))
    expectNoCrash(outcome)
  }

  @Test func severalEndpointsAreListedInOrder() async throws {
    let path = temporaryPath("two.sock")
    let child = try ChildProcess(
      Swiftlet.path,
      ["serve", "127.0.0.1:0?framing=line&transform=upper", "unix:\(path)", "--framing", "raw"])
    let server = try await Swiftlet.Server(child, listeners: 2)
    #expect(server.endpoints.count == 2)
    #expect(server.endpoints[1] == "unix:\(path)")
    #expect(try await Self.echo(server, "hello") == "HELLO\n")
    let other = try await Swiftlet.run("connect", "unix:\(path)", input: "hello\n")
    #expect(other.text == "hello\n")
    #expect(await server.terminate().status == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// Longer than any machine needs to cut a connection and end.
  private static let fifteenMinutes = Array(repeating: "wait:10000000", count: 90)
    .joined(separator: ",")

  @Test(arguments: ["reactor", "async"])
  func aSecondSignalCutsAtOnce(_ model: String) async throws {
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--framing", "line", "--transform", Self.fifteenMinutes, "--workers", "1",
      "--drain-timeout", "3600s", "--model", model)
    // The first is in work for longer than anybody waits, the others have not even begun; they may
    // not even have been read.
    let client = try ChildProcess(Swiftlet.path, ["connect", server.endpoint])
    try client.feed(Array("a\nb\nc\n".utf8))
    var isInWork = false
    for _ in 0..<6000 where !isInWork {
      server.child.signal(SIGUSR1)
      isInWork = await server.child.waits(within: 0.1) { $0.contains(/bytes received +[246]\n/) }
    }
    #expect(isInWork)
    server.child.signal(SIGTERM)
    #expect(await server.child.waits { $0.contains("draining 1 connections") })
    let before = ContinuousClock.now
    server.child.signal(SIGTERM)
    let outcome = await server.child.outcome()
    #expect(outcome.time - before < .seconds(300), "it waited for work that nobody wants")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("cut 1"), "\(outcome.text)")
    #expect(outcome.errors.contains("cutting 1 connections"))
    expectNoCrash(outcome)
    #expect(await client.outcome().status == 1)
  }

  @Test func theUsualTroublesOfListening() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let taken = try await Swiftlet.run("serve", "127.0.0.1:0", "127.0.0.1:\(server.port)")
    #expect(taken.status == 69)
    #expect(taken.text == "", "the first one never really served")
    #expect(taken.errors.contains("tcp://127.0.0.1:\(server.port)"))
    #expect(taken.errors.contains("EADDRINUSE"))

    let path = temporaryPath("file")
    try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
    let blocked = try await Swiftlet.run("serve", "unix:\(path)")
    #expect(blocked.status == 69)
    #expect(blocked.errors.contains(path) && blocked.errors.contains("not a socket"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("precious".utf8))
    try FileManager.default.removeItem(atPath: path)
    #expect(await server.terminate().status == 0)
  }

  @Test func aStaleSocketIsReplacedAndALivingOneIsNot() async throws {
    let path = temporaryPath("stale.sock")
    let dead = try await Swiftlet.serve("unix:\(path)")
    dead.child.signal(SIGKILL)
    #expect(await dead.child.outcome().status == 128 + 9)
    #expect(FileManager.default.fileExists(atPath: path))
    let next = try await Swiftlet.serve("unix:\(path)")
    #expect(try await Self.echo(next, "again") == "again\n")
    let third = try await Swiftlet.run("serve", "unix:\(path)")
    #expect(third.status == 69)
    #expect(try await Self.echo(next, "still") == "still\n")
    #expect(await next.terminate().status == 0)
  }

  @Test func userSignalOneReportsAndGoesOn() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--json")
    for _ in 0..<2 {
      server.child.signal(SIGUSR1)
      #expect(await server.child.waits { $0.contains("connections accepted") })
      #expect(try await Self.echo(server, "on") == "on\n")
    }
    let outcome = await server.terminate()
    #expect(outcome.status == 0)
    let line = try #require(outcome.text.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["schema"] as? Int == 1)
    #expect(object?["model"] as? String == "reactor")
    #expect(object?["accepted"] as? Int == 2)
    #expect(object?["received_bytes"] as? Int == 6)
    #expect(object?["sent_bytes"] as? Int == 6)
    #expect(object?["drained"] as? Int == 0 && object?["cut"] as? Int == 0)
  }

  @Test func aClosedOutputIsNoReasonToDie() async throws {
    let path = temporaryPath("headless.sock")
    let child = try ChildProcess(
      "bash",
      [
        "--norc", "-c",
        #"exec 3> >(head -1); "$0" serve "$1" "${1}2" >&3 & exec 3>&-; echo "pid $!"; wait $!"#,
        Swiftlet.path, "unix:\(path)",
      ])
    #expect(
      await child.waits {
        $0.contains("listening on unix:\(path)\n") && $0.contains(/pid [0-9]+\n/)
      })
    let echo = try await Swiftlet.run("connect", "unix:\(path)", input: "alive\n")
    #expect(echo.text == "alive\n")
    let line = child.output.split(separator: "\n").first { $0.hasPrefix("pid ") }
    kill(try #require(line.flatMap { pid_t($0.dropFirst(4)) }), SIGTERM)
    let outcome = await child.outcome()
    #expect(outcome.status == 0)
    expectNoCrash(outcome)
  }
}
