import EchoProtocol
import Measurement
import Testing

/// What a client says in one dialect, and what it must hear.
struct Conversation: Sendable {
  let framing: String
  let transforms: String
  let request: [UInt8]
  let reply: [UInt8]
  /// The largest piece in which it is sent, in bytes.
  let largest: Int

  /// The endpoint that speaks its dialect.
  var query: String { "framing=\(framing)&transform=\(transforms)" }

  init(
    _ framing: String, _ transforms: String, sizes: [Int], largest: Int = 20_000
  ) throws {
    self.framing = framing
    self.transforms = transforms
    self.largest = largest
    let echo = try EchoConfiguration(
      framing: Framing(parsing: framing), chain: TransformChain(parsing: transforms))
    var request: [UInt8] = []
    var reply: [UInt8] = []
    for (number, size) in sizes.enumerated() {
      let payload = Noise.bytes(size, number: number, isText: framing == "line")
      request += echo.encode(request: payload)
      reply += try echo.expectedReply(to: payload)
    }
    self.request = request
    self.reply = reply
  }

  /// Sizes around those of the buffers that servers and kernels have.
  static let edges = [0, 1, 2, 3, 4095, 4096, 4097, 65_535, 65_536, 65_537]

  /// Forty small frames of every size.
  static let small: [Int] = {
    var random = SplitMix64(seed: 40)
    return (0..<40).map { _ in random.pick(0...random.pick(1...600)) }
  }()

  /// What every kind of endpoint must carry.
  static let common = Result {
    [
      try Conversation("raw", "identity", sizes: edges + [1 << 20], largest: 300_000),
      try Conversation("raw", "identity", sizes: [1]),
      try Conversation("line", "identity", sizes: small + edges),
      try Conversation("line", "sha256", sizes: small, largest: 3),
      try Conversation("length", "identity", sizes: edges + small + [1 << 20]),
      try Conversation("length", "deflate", sizes: small, largest: 3),
    ]
  }

  /// What it is enough to hear on one.
  static let others = Result {
    [
      try Conversation("raw", "upper", sizes: edges),
      try Conversation("raw", "burn:20", sizes: small),
      try Conversation("line", "upper", sizes: edges),
      try Conversation("line", "reverse", sizes: small + edges),
      try Conversation("line", "upper,sha256", sizes: small + edges),
      try Conversation("length", "upper", sizes: small, largest: 3),
      try Conversation("length", "sha256", sizes: edges + [1 << 20]),
      try Conversation("length", "reverse", sizes: edges),
      try Conversation("length", "deflate", sizes: edges + [1 << 20]),
      try Conversation("length", "wait:100,rot13", sizes: small),
    ]
  }
}
