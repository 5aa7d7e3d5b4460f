import EchoProtocol
import Testing

struct WireFormatTests {
  private func configuration(
    _ framing: Framing, _ chain: String, limit: Int = 1024
  ) throws -> EchoConfiguration {
    try EchoConfiguration(
      framing: framing, chain: TransformChain(parsing: chain), maximumFrameBytes: limit)
  }

  @Test func encodesRequests() throws {
    let payload = Array("abc".utf8)
    #expect(try configuration(.raw, "identity").encode(request: payload) == payload)
    #expect(try configuration(.line, "identity").encode(request: payload) == payload + [10])
    #expect(
      try configuration(.length, "identity").encode(request: payload) == [0, 0, 0, 3] + payload)
    #expect(try configuration(.length, "identity").encode(request: []) == [0, 0, 0, 0])
  }

  @Test(arguments: [
    (Framing.raw, "upper", "abc", "ABC"),
    (.line, "upper,reverse", "abc", "CBA\n"),
    (.line, "reverse", "abc\r", "cba\r\n"),
    (.line, "reverse", "ab\ncd", "ba\ndc\n"),
    (.line, "upper", "exit", "EXIT\n"),
    (.line, "upper", "a\nexit\nb", "A\nEXIT\n"),
    (.line, "identity", "", "\n"),
    (.raw, "identity", "", ""),
  ])
  func expectsReplies(framing: Framing, chain: String, payload: String, reply: String) throws {
    let configuration = try configuration(framing, chain)
    let expected = try configuration.expectedReply(to: Array(payload.utf8))
    #expect(String(decoding: expected, as: UTF8.self) == reply)
  }

  @Test func expectsALengthPrefixOfTheAnswersOwnLength() throws {
    let reply = try configuration(.length, "sha256").expectedReply(to: [])
    #expect(reply.count == 68)
    #expect(reply.prefix(4) == [0, 0, 0, 64])
  }

  @Test func neitherBurnsNorWaits() throws {
    let words = ["upper"] + Array(repeating: "wait:10000000,burn:10000000", count: 90)
    let configuration = try configuration(.raw, words.joined(separator: ","))
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try configuration.expectedReply(to: Array("abc".utf8)) == Array("ABC".utf8))
    let duration = clock.now - start
    #expect(duration < .seconds(600), "it would have been half an hour")
  }

  @Test func expectsWhatTheServerRefusesToBeAnError() throws {
    #expect(throws: EchoError.frameTooLong(limit: 2)) {
      try configuration(.line, "identity", limit: 2).expectedReply(to: Array("abc".utf8))
    }
    #expect(throws: EchoError.announcedTooLong(announced: 3, limit: 2)) {
      try configuration(.length, "identity", limit: 2).expectedReply(to: Array("abc".utf8))
    }
  }

  @Test(arguments: [Framing.line, .length], ["identity", "upper", "reverse", "sha256"])
  func agreesWithTheSession(framing: Framing, chain: String) throws {
    for payload in ["", "a", "hello", "with\rreturn", "ends\r"] {
      let harness = try Harness(framing, chain)
      harness.sink.admission = .done
      #expect(harness.receive(harness.configuration.encode(request: Array(payload.utf8))) == .open)
      #expect(
        harness.sink.output == (try harness.configuration.expectedReply(to: Array(payload.utf8))))
    }
  }
}
