import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// What frames may look like, and what becomes of those that may not.
struct FrameTests {
  /// What a peer sends before it half-closes, and what it gets until the server's end.
  struct Talk: Sendable, CustomTestStringConvertible {
    let framing: Framing
    var transforms = "identity"
    let sent: String
    let received: String
    var testDescription: String { "\(framing) \(transforms): \(sent.debugDescription)" }
  }

  @Test(
    arguments: Model.all,
    [
      Talk(framing: .line, sent: "a\nexit\nb\n", received: "a\nexit\n"),
      Talk(framing: .line, sent: "a\r\nexit\r\nb\r\n", received: "a\r\nexit\r\n"),
      Talk(framing: .line, transforms: "upper", sent: "exit\nb\n", received: "EXIT\n"),
      Talk(framing: .line, transforms: "wait:1", sent: "a\nexit\nb\n", received: "a\nexit\n"),
      Talk(framing: .line, sent: "Exit\nexits\n exit\n", received: "Exit\nexits\n exit\n"),
      Talk(framing: .line, transforms: "reverse", sent: "ab\r\ncd\n", received: "ba\r\ndc\n"),
      Talk(framing: .line, sent: "\n\r\n\n", received: "\n\r\n\n"),
      Talk(framing: .line, transforms: "wait:1", sent: "\n\n", received: "\n\n"),
      Talk(framing: .line, transforms: "upper", sent: "no end", received: "NO END"),
      Talk(framing: .line, transforms: "wait:1,upper", sent: "no end", received: "NO END"),
      Talk(framing: .line, sent: "exit", received: "exit"),
      Talk(framing: .raw, sent: "exit\nb\n", received: "exit\nb\n"),
      Talk(framing: .length, sent: "\0\0\0\0\0\0\0\u{1}a", received: "\0\0\0\0\0\0\0\u{1}a"),
      Talk(
        framing: .length, transforms: "wait:1", sent: "\0\0\0\0\0\0\0\u{4}exit",
        received: "\0\0\0\0\0\0\0\u{4}exit"),
      Talk(framing: .raw, sent: "", received: ""), Talk(framing: .line, sent: "", received: ""),
      Talk(framing: .length, sent: "", received: ""),
    ])
  func areAnswered(_ model: Model, _ talk: Talk) async throws {
    try await model.serve(.typed(talk.framing, talk.transforms)) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThread {
        let client = try Client(endpoint)
        try client.send(talk.sent)
        try client.finish()
        return try client.readTextToEnd()
      }
      #expect(received == talk.received)
      #expect(server.statistics.badFrames == 0)
    }
  }

  @Test(arguments: Model.all, ["identity", "wait:1"])
  func anExitLineEndsTheConnectionFromTheServersSide(
    _ model: Model, _ transforms: String
  ) async throws {
    let echo = try EchoConfiguration.typed(.line, transforms)
    try await model.serve(.loopback(echo).lingering()) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThread {
        let client = try Client(endpoint)
        try client.send("a\nexit\n" + String(repeating: "behind it\n", count: 10_000))
        return try client.readTextToEnd()
      }
      #expect(received == "a\nexit\n")
      #expect(await eventually { server.statistics.connections.active == 0 })
      #expect(server.statistics.connections.failed == 0)
    }
  }

  /// What a peer sends, what it still gets, and how the log ends.
  struct BadTalk: Sendable, CustomTestStringConvertible {
    let framing: Framing
    var transforms = "identity"
    let sent: [UInt8]
    let received: String
    let words: String
    var halfCloses = false
    var testDescription: String { "\(framing) \(transforms): \(words)" }

    init(
      _ framing: Framing, _ transforms: String, _ sent: String, _ received: String, _ words: String,
      bytes: [UInt8] = [], halfCloses: Bool = false
    ) {
      self.framing = framing
      self.transforms = transforms
      self.sent = Array(sent.utf8) + bytes
      self.received = received
      self.words = words
      self.halfCloses = halfCloses
    }
  }

  @Test(
    arguments: Model.all,
    ["identity", "wait:2000"].flatMap { transforms in
      [
        BadTalk(
          .line, transforms, "good\n" + String(repeating: "x", count: 101) + "\nmore\n", "good\n",
          "a line is longer than the limit of 100 bytes"),
        BadTalk(
          .line, transforms, "good\n" + String(repeating: "never ends ", count: 20_000), "good\n",
          "a line is longer than the limit of 100 bytes"),
        BadTalk(
          .length, transforms, "\0\0\0\u{2}ok\0\0\0\u{65}", "\0\0\0\u{2}ok",
          "a frame of 101 bytes is announced and the limit is 100 bytes"),
        BadTalk(
          .length, transforms, "\0\0\0\u{2}ok", "\0\0\0\u{2}ok",
          "a frame of 4294967295 bytes is announced and the limit is 100 bytes",
          bytes: [255, 255, 255, 255, 1, 2, 3]),
        BadTalk(
          .length, transforms, "\0\0\0\u{2}ok\0\0\0\u{9}cut", "\0\0\0\u{2}ok",
          "the input ended after 3 of a frame's 9 bytes", halfCloses: true),
        BadTalk(
          .length, transforms, "\0\0\0\u{2}ok\0\0", "\0\0\0\u{2}ok",
          "the input ended after 2 of a length prefix's 4 bytes", halfCloses: true),
      ]
    })
  func badOnesEndTheirConnectionAndNoOther(_ model: Model, _ talk: BadTalk) async throws {
    let log = LogBook()
    let echo = try EchoConfiguration.typed(talk.framing, talk.transforms, limit: 100)
    try await model.serve(.loopback(echo).logging(into: log).lingering()) { server in
      let endpoint = server.endpoints[0]
      let bystander = try Client(endpoint)
      let received = try await onThread {
        let client = try Client(endpoint)
        try client.send(talk.sent)
        if talk.halfCloses { try client.finish() }
        return try client.readTextToEnd()
      }
      #expect(received == talk.received)
      #expect(server.statistics.badFrames == 1)
      #expect(server.statistics.failedTransforms == 0)
      let lines = log.lines
      #expect(lines.count == 1)
      #expect(lines.first?.contains(talk.words) == true, "\(lines)")
      let request = echo.encode(request: Array("still here".utf8))
      let reply = try await onThread {
        try bystander.send(request)
        return try bystander.read(request.count)
      }
      #expect(reply == request)
    }
  }

  /// Whose frame is cut by the server has done nothing wrong, and nothing is said of it.
  @Test(arguments: Model.all, [true, false])
  func aFrameThatTheServerCutsIsNoBadOne(_ model: Model, _ drains: Bool) async throws {
    let log = LogBook()
    try await model.serve(.loopback(.typed(.length)).logging(into: log)) { server in
      let client = try Client(server.endpoints[0])
      try client.send([0, 0])
      #expect(await eventually { server.statistics.connections.bytesReceived == 2 })
      if drains { #expect(await server.drain(within: .zero) == DrainReport(drained: 0, cut: 1)) }
      // Behind it nobody is at work any more.
      await server.stop()
      #expect(server.statistics.badFrames == 0)
      #expect(server.statistics.connections.aborted == 1)
      #expect(log.lines == [])
      withExtendedLifetime(client) {}
    }
  }
}
