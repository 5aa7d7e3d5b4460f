import EchoProtocol
import Measurement
import Testing

struct DigestTransformTests {
  /// The vectors are those of FIPS 180-4's examples, and the digest of nothing.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256AnswersKnownDigests(frame: String, digest: String) throws {
    var bytes = Array(frame.utf8)
    try SHA256Transform().apply(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == digest)
  }

  @Test func sha256OfAMillionLetters() throws {
    var bytes = [UInt8](repeating: 0x61, count: 1_000_000)
    try SHA256Transform().apply(to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func deflateAnswersAKnownStream() throws {
    var bytes = Array("hello".utf8)
    try DeflateTransform().apply(to: &bytes)
    #expect(
      bytes == [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15])
  }

  @Test(arguments: [0, 1, 100, 65_536, 1_000_000])
  func deflateAnswersWhatInflatesToTheFrame(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    // Half noise and half runs, so that both kinds of deflate block occur.
    let frame = (0..<count).map { $0 % 512 < 256 ? UInt8(truncatingIfNeeded: random.next()) : 7 }
    var bytes = frame
    try DeflateTransform().apply(to: &bytes)
    #expect(inflated(bytes, atMost: count) == frame)
  }

  @Test func heavyTransformsSayThatTheyAre() {
    #expect(SHA256Transform().cost == .cpuBound)
    #expect(SHA256Transform().granularity == .frame)
    #expect(!SHA256Transform().mayAnswerLineFeed)
    #expect(DeflateTransform().cost == .cpuBound)
    #expect(DeflateTransform().mayAnswerLineFeed)
  }
}
