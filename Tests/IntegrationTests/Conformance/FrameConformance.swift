import TestSupport
import Testing

/// What frames may look like, and what becomes of those that may not.
struct FrameConformance {
  /// What a peer sends, and what it gets until the server's end.
  struct Talk: Sendable {
    let query: String
    let sent: String
    let received: String
    var halfCloses = true
  }

  private static let line = "framing=line"
  private static let slowLine = "framing=line&transform=wait:1000"
  private static let length = "framing=length"
  private static let slowLength = "framing=length&transform=wait:1000"

  private static let goodTalks: [Talk] =
    [line, slowLine].flatMap { query in
      [
        Talk(query: query, sent: "a\r\nexit\r\nb\r\n", received: "a\r\nexit\r\n"),
        // The end comes from the server's side, whatever is behind it.
        Talk(
          query: query, sent: "a\nexit\n" + String(repeating: "behind it\n", count: 2000),
          received: "a\nexit\n", halfCloses: false),
        Talk(query: query, sent: "Exit\nexits\n exit\n", received: "Exit\nexits\n exit\n"),
        Talk(query: query, sent: "\n\r\n\n", received: "\n\r\n\n"),
        Talk(query: query, sent: "no end", received: "no end"),
        Talk(query: query, sent: "exit", received: "exit"),
        Talk(query: query, sent: "", received: ""),
      ]
    }
    + [length, slowLength].flatMap { query in
      [
        Talk(
          query: query, sent: "\0\0\0\0\0\0\0\u{4}exit\0\0\0\0",
          received: "\0\0\0\0\0\0\0\u{4}exit\0\0\0\0"),
        Talk(query: query, sent: "", received: ""),
      ]
    } + [
      Talk(query: "framing=line&transform=upper", sent: "exit\nb\n", received: "EXIT\n"),
      Talk(
        query: "framing=line&transform=reverse", sent: "ab\r\ncd\nef", received: "ba\r\ndc\nfe"),
      Talk(query: "framing=raw", sent: "exit\nb\n", received: "exit\nb\n"),
      Talk(query: "framing=raw", sent: "", received: ""),
    ]

  private static let badTalks: [Talk] =
    [line, slowLine].flatMap { query in
      [
        Talk(
          query: query, sent: "good\n" + String(repeating: "x", count: 101) + "\nmore\n",
          received: "good\n", halfCloses: false),
        Talk(
          query: query, sent: "good\n" + String(repeating: "never ends ", count: 2_000),
          received: "good\n", halfCloses: false),
      ]
    }
    + [length, slowLength].flatMap { query in
      [
        Talk(
          query: query, sent: "\0\0\0\u{2}ok\0\0\0\u{65}", received: "\0\0\0\u{2}ok",
          halfCloses: false),
        Talk(
          query: query, sent: "\0\0\0\u{2}ok\u{7F}\u{7F}\u{7F}\u{7F}123",
          received: "\0\0\0\u{2}ok", halfCloses: false),
        Talk(query: query, sent: "\0\0\0\u{2}ok\0\0\0\u{9}cut", received: "\0\0\0\u{2}ok"),
        Talk(query: query, sent: "\0\0\0\u{2}ok\0\0", received: "\0\0\0\u{2}ok"),
      ]
    }

  private static func hold(
    _ talks: [Talk], with server: ServedServer, _ queries: [String]
  ) async throws {
    let endpoints = server.endpoints
    let heard = try await onThreads(talks.count) { number in
      let talk = talks[number]
      let client = try Client(endpoints[queries.firstIndex(of: talk.query) ?? 0])
      try client.send(talk.sent)
      if talk.halfCloses { try client.finish() }
      return String(decoding: try client.readToEnd(), as: UTF8.self)
    }
    for (talk, heard) in zip(talks, heard) {
      #expect(heard == talk.received, "\(talk.query): \(talk.sent.prefix(20).debugDescription)")
    }
  }

  @Test(arguments: ServedModel.allCases)
  func goodOnesAreAnsweredAndBadOnesEndTheirConnection(_ model: ServedModel) async throws {
    let queries = Array(Set((Self.goodTalks + Self.badTalks).map(\.query)))
    try await ServedServer.lend(
      model, queries.map { ServedEndpoint.v4.text($0) }, ["--max-frame", "100", "--quiet"],
      clients: 12
    ) { server in
      try await Self.hold(Self.goodTalks, with: server, queries)
      try await server.waits { $0["connections open"] == 0 }
      #expect(try await server.figures()["bad frames"] == 0)
      let endpoint = server.endpoints[queries.firstIndex(of: Self.line) ?? 0]
      let bystander = try Client(endpoint)
      #expect(try await onThread { try bystander.echo("before\n") } == "before\n")
      try await Self.hold(Self.badTalks, with: server, queries)
      #expect(try await onThread { try bystander.echo("behind\n") } == "behind\n")
      try bystander.finish()
      #expect(try await onThread { try bystander.readToEnd() } == [])
      try await server.waits { $0["connections open"] == 0 }
      let figures = await server.end()
      #expect(figures["bad_frames"] == Self.badTalks.count)
      #expect(figures["accepted"] == Self.goodTalks.count + Self.badTalks.count + 1)
      #expect(figures["failed"] == 0 && figures["failed_transforms"] == 0, "\(figures)")
    }
  }
}
