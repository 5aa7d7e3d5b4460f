import Chat
import Glibc
import Reactor
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ChatTests {
  @Test func threeClientsHearEachOther() async throws {
    try await withRoom { endpoint, loop in
      var ann = try await Client("ann", endpoint, loop)
      var bob = try await Client("bob", endpoint, loop)
      var cleo = try await Client("cleo", endpoint, loop)
      await ann.hear("* cleo is here, with 2 others")
      try await ann.say("hello")
      #expect(await bob.hear("ann: hello") == ["* cleo is here, with 2 others"])
      #expect(await cleo.next() == "ann: hello")
      try await bob.say("hello yourself")
      // What ann said herself did not come back to her.
      #expect(await ann.next() == "bob: hello yourself")
      await cleo.leave()
      #expect(await ann.next() == "* cleo has left")
    }
  }

  @Test func aNameIsGivenOnce() async throws {
    try await withRoom { endpoint, loop in
      _ = try await Client("ann", endpoint, loop)
      let heard = try await loop.connect(to: endpoint) { connection in
        try await connection.write("ann\n\nbob\n")
        connection.finishOutput()
        var heard: [UInt8] = []
        while let bytes = try await connection.read() { heard += bytes.array() }
        return heard
      }
      #expect(
        String(decoding: heard, as: UTF8.self)
          == "* your name?\n* another name, please\n* another name, please\n* welcome, bob\n")
    }
  }

  @Test func everyLineReachesASlowReaderOrIsCounted() async throws {
    // A Unix socket: the kernel's buffers for it are small and do not grow by themselves.
    try await withRoom(.unix("@swiftlet-chat-test-\(getpid())")) { endpoint, loop in
      var fast = try await Client("fast", endpoint, loop)
      var slow = try await Client("slow", endpoint, loop)
      let speaker = try await Client("speaker", endpoint, loop)
      await slow.hear("* speaker is here, with 2 others")
      await slow.stopReading()
      let filler = String(repeating: "x", count: 1000)
      var said = 0
      // Far more than the kernel's buffers hold, in portions that the fast reader keeps up with.
      for round in 1...64 {
        for _ in 1...31 { try await speaker.say(filler) }
        try await speaker.say("round \(round)")
        await fast.hear("speaker: round \(round)")
        said += 32
      }
      await slow.readAgain()
      var heard = 0
      var missed: Int?
      while missed == nil, let line = await slow.next() {
        if line.hasPrefix("speaker: ") { heard += 1 }
        if line.hasPrefix("* you missed ") { missed = Int(line.split(separator: " ")[3]) }
      }
      #expect(try #require(missed) > 0)
      #expect(heard + (missed ?? 0) == said)
    }
  }

  @Test func aDrainSaysGoodbye() async throws {
    let loop = try EventLoop.spawn(name: "chat")
    let clients = try EventLoop.spawn(name: "clients")
    let room = try await loop.openChat(at: .tcp("127.0.0.1", port: 0))
    var ann = try await Client("ann", room.endpoint, clients)
    let report = await loop.drain(within: .seconds(600))
    #expect(report == DrainReport(drained: 1, cut: 0))
    #expect(await ann.next() == "* the server ends")
    #expect(await ann.next() == nil)
    await clients.stop()
    await loop.stop()
  }

  /// A room on a loop of its own, and a loop for the clients.
  private func withRoom(
    _ endpoint: Endpoint = .tcp("127.0.0.1", port: 0),
    _ body: (Endpoint, EventLoop) async throws -> Void
  ) async throws {
    let loop = try EventLoop.spawn(name: "chat")
    let clients = try EventLoop.spawn(name: "clients")
    // Who reads late here had to wait for a processor.
    var options = ConnectionOptions()
    options.writeStallTimeout = nil
    let room = try await loop.openChat(at: endpoint, connections: options)
    try await body(room.endpoint, clients)
    await clients.stop()
    await loop.stop()
  }
}
