import Foundation
import Testing

/// `swiftlet serve --loops`: several event loops, one server.
struct LoopsTests {
  @Test(arguments: ["reactor", "async"])
  func severalLoopsServeDrainAndAddUp(_ model: String) async throws {
    let path = temporaryPath("loops.sock")
    let child = try ChildProcess(
      Swiftlet.path,
      ["serve", "127.0.0.1:0", "unix:\(path)", "--model", model, "--loops", "3", "--json"])
    let server = try await Swiftlet.Server(child, listeners: 2)
    for number in 0..<6 {
      let line = "line \(number)\n"
      let reply = try await Swiftlet.run("connect", server.endpoints[number % 2], input: line)
      #expect(reply.text == line)
    }
    let outcome = await server.terminate()
    #expect(outcome.status == 0)
    let line = try #require(outcome.text.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["accepted"] as? Int == 6)
    #expect(object?["received_bytes"] as? Int == 42)
    #expect(object?["sent_bytes"] as? Int == 42)
    #expect(object?["cut"] as? Int == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
    expectNoCrash(outcome)
  }

  /// The second signal cuts the connections of all loops, and none of them keeps the process.
  @Test(arguments: ["reactor", "async"])
  func aSecondSignalCutsOnAllLoops(_ model: String) async throws {
    // Work that takes longer than anybody waits.
    let slow = Array(repeating: "wait:10000000", count: 90).joined(separator: ",")
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--framing", "line", "--transform", slow, "--workers", "1",
      "--drain-timeout", "600s", "--model", model, "--loops", "2")
    let clients = try (0..<4).map { _ in
      try ChildProcess(Swiftlet.path, ["connect", server.endpoint])
    }
    for client in clients { try client.feed(Array("a\n".utf8)) }
    var have = false
    for _ in 0..<6000 where !have {
      server.child.signal(SIGUSR1)
      have = await server.child.waits(within: 0.1) { $0.contains(/bytes received +8\n/) }
    }
    #expect(have)
    server.child.signal(SIGTERM)
    #expect(await server.child.waits { $0.contains("draining 4 connections") })
    server.child.signal(SIGTERM)
    let outcome = await server.child.outcome()
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("drained 0 connections, cut 4"), "\(outcome.text)")
    expectNoCrash(outcome)
    for client in clients { #expect(await client.outcome().status != 0) }
  }
}
