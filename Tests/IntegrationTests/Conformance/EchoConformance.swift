import TestSupport
import Testing

/// What comes back is what the protocol says, byte for byte, on every kind of endpoint, in every
/// dialect, however the stream is cut; and the counters say so.
struct EchoConformance {
  @Test(arguments: ServedModel.allCases)
  func everyByteComesBackAndIsCounted(_ model: ServedModel) async throws {
    let common = try Conversation.common.get()
    let others = try Conversation.others.get()
    let all: [(ServedEndpoint, Conversation)] =
      ServedEndpoint.available.flatMap { kind in common.map { (kind, $0) } }
      + others.map { (.v4, $0) }
    let conversations = all.map(\.1)
    // More clients at once than a model with a fixed number of servants has: the others wait.
    try await ServedServer.lend(model, all.map { $0.text($1.query) }, clients: 6) { server in
      let endpoints = server.endpoints
      let replies = try await onThreads(all.count) { number in
        let conversation = conversations[number]
        return try Client(endpoints[number]).exchange(
          conversation.request, seed: UInt64(number), largest: conversation.largest)
      }
      for (number, reply) in replies.enumerated() {
        let expected = conversations[number].reply
        #expect(reply == expected, "\(endpoints[number]) \(conversations[number].query)")
      }
      try await server.waits { $0["connections open"] == 0 }
      let figures = await server.end()
      #expect(figures["accepted"] == all.count)
      #expect(figures["received_bytes"] == conversations.reduce(0) { $0 + $1.request.count })
      #expect(figures["sent_bytes"] == conversations.reduce(0) { $0 + $1.reply.count })
      for trouble in ["failed", "bad_frames", "failed_transforms", "drained", "cut"] {
        #expect(figures[trouble] == 0, "\(trouble) of \(figures)")
      }
    }
  }

  @Test(arguments: ServedModel.allCases)
  func endpointsArePrintedAsTheyWereAskedFor(_ model: ServedModel) async throws {
    let texts = ServedEndpoint.available.map { $0.text() }
    try await ServedServer.lend(model, texts) { server in
      for (text, endpoint) in zip(texts, server.endpoints) {
        let bound = "\(endpoint)"
        if text.hasSuffix(":0") {
          #expect(bound.hasPrefix("tcp://" + text.dropLast()) && !bound.hasSuffix(":0"))
        } else {
          #expect(bound == text)
        }
      }
    }
  }
}
