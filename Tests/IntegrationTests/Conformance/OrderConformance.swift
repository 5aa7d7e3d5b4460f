import EchoProtocol
import TestSupport
import Testing

/// Replies leave in the order of their frames, whatever each of them costs.
struct OrderConformance {
  /// Large frames, which cost much, in front of small ones, which are done first.
  private static let sizes = (0..<60).map { $0 % 12 == 0 ? 200_000 : $0 }

  private static let conversations = Result {
    [
      try Conversation("length", "sha256", sizes: sizes),
      try Conversation("line", "sha256", sizes: sizes.map { min($0, 50_000) }),
      try Conversation("length", "deflate", sizes: sizes.map { min($0, 50_000) }),
      try Conversation("line", "burn:300", sizes: Array(0..<40)),
      try Conversation("line", "wait:3000", sizes: Array(0..<40)),
      try Conversation("length", "wait:1000,sha256,burn:100", sizes: Array(0..<40)),
    ]
  }

  @Test(arguments: ServedModel.allCases)
  func pipelinedFramesOfUnlikeCost(_ model: ServedModel) async throws {
    let conversations = try Self.conversations.get()
    let endpoints = conversations.map { ServedEndpoint.v4.text($0.query) }
    try await ServedServer.lend(model, endpoints, clients: 12) { server in
      let endpoints = server.endpoints
      // Two clients for each, all at once; one of them sends everything in one piece.
      let replies = try await onThreads(2 * conversations.count) { number in
        let conversation = conversations[number / 2]
        let largest = number % 2 == 0 ? conversation.request.count : 5000
        return try Client(endpoints[number / 2]).exchange(
          conversation.request, seed: UInt64(number), largest: largest)
      }
      for (number, reply) in replies.enumerated() {
        let conversation = conversations[number / 2]
        #expect(reply == conversation.reply, "\(number): \(conversation.query)")
      }
    }
  }

  /// The next one is sent only when the answer is here: nobody waits for more input to answer.
  @Test(arguments: ServedModel.allCases)
  func oneAtATime(_ model: ServedModel) async throws {
    let queries = ["framing=raw", "framing=line", "framing=line&transform=wait:1"]
    try await ServedServer.lend(model, queries.map { ServedEndpoint.unix.text($0) }) { server in
      let endpoints = server.endpoints
      let answered = try await onThreads(endpoints.count) { number in
        let client = try Client(endpoints[number])
        return try (0..<100).count { try client.echo("line \($0)\n") == "line \($0)\n" }
      }
      #expect(answered == [100, 100, 100])
    }
  }
}
