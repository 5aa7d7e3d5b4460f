import EchoProtocol
import Testing

struct EchoConfigurationTests {
  @Test func theDefaultIsATransparentEchoWithFramesOfAMebibyte() throws {
    let configuration = try EchoConfiguration()
    #expect(configuration.framing == .raw)
    #expect(configuration.isTransparent)
    #expect(configuration.maximumFrameBytes == 1_048_576)
  }

  @Test(arguments: [
    (Framing.raw, "identity", true), (.raw, "identity,identity", true), (.raw, "upper", false),
    (.raw, "burn:0", false), (.line, "identity", false), (.length, "identity", false),
  ])
  func onlyRawIdentityIsTransparent(framing: Framing, chain: String, isTransparent: Bool) throws {
    let chain = try TransformChain(parsing: chain)
    #expect(
      try EchoConfiguration(framing: framing, chain: chain).isTransparent == isTransparent)
  }

  @Test(arguments: [
    (
      Framing.raw, "upper,reverse", "reverse",
      "`reverse` works on whole frames and raw framing has none: use line or length framing"
    ),
    (
      .raw, "sha256", "sha256",
      "`sha256` works on whole frames and raw framing has none: use line or length framing"
    ),
    (
      .line, "upper,deflate", "deflate",
      "`deflate` may answer a line feed, which line framing cannot carry: use length framing"
    ),
  ])
  func refusesWhatDoesNotGoTogether(framing: Framing, chain: String, word: String, text: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try EchoConfiguration(framing: framing, chain: TransformChain(parsing: chain))
    }
    #expect(error?.reason == .impossibleCombination)
    #expect(error?.word == word)
    #expect(error?.description == text)
  }

  @Test(arguments: [0, -1, Int(Int32.max) + 1])
  func refusesALimitOutOfRange(limit: Int) {
    let error = #expect(throws: ConfigurationError.self) {
      try EchoConfiguration(maximumFrameBytes: limit)
    }
    #expect(error?.reason == .outOfRange)
    #expect(
      error?.description
        == "frame limit `\(limit)` is out of range: use a number from 1 to 2147483647")
  }

  @Test(arguments: [1, Int(Int32.max)])
  func acceptsTheEndsOfTheLimitsRange(limit: Int) throws {
    #expect(try EchoConfiguration(maximumFrameBytes: limit).maximumFrameBytes == limit)
  }

  @Test(arguments: [
    (EchoError.frameTooLong(limit: 5), "a line is longer than the limit of 5 bytes"),
    (
      .announcedTooLong(announced: 9, limit: 5),
      "a frame of 9 bytes is announced and the limit is 5 bytes"
    ),
    (.truncatedFrame(have: 2, announced: 7), "the input ended after 2 of a frame's 7 bytes"),
    (
      .truncatedFrame(have: 3, announced: nil),
      "the input ended after 3 of a length prefix's 4 bytes"
    ),
    (FailingTransform.error, "the transform `fail` failed: it contains X"),
  ])
  func errorsSayWhatHappened(error: EchoError, text: String) {
    #expect(error.description == text)
  }
}
