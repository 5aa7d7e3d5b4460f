import EchoProtocol
import Measurement

/// One conversation and how the world treats it, all of it drawn from a seed.
struct Scenario {
  let seed: UInt64
  let framing: Framing
  let chain: TransformChain
  let limit: Int
  let input: [UInt8]
  /// Whether the peer ends its input after it.
  let ends: Bool
  /// The most bytes that one read brings.
  let readBytes: Int
  /// How often the sink refuses a job, and how often it runs one in place, in percent.
  let refused: Int
  let done: Int

  init(seed: UInt64, random: inout SplitMix64) {
    self.seed = seed
    let framing = Framing.allCases[random.pick(0...2)]
    let limit = random.pick(1...40)
    self.framing = framing
    self.limit = limit
    chain = Self.chain(for: framing, random: &random)
    var input: [UInt8] = []
    for _ in 0..<random.pick(0...14) {
      input += Self.frame(framing, limit: limit, random: &random)
    }
    // A conversation that breaks off anywhere.
    if random.chance(30) { input.removeLast(min(input.count, random.pick(1...6))) }
    self.input = input
    ends = random.chance(70)
    readBytes = [1, 3, 16, 64, 1000][random.pick(0...4)]
    refused = [0, 10, 50][random.pick(0...2)]
    done = [0, 0, 50, 100][random.pick(0...3)]
  }

  private static func chain(for framing: Framing, random: inout SplitMix64) -> TransformChain {
    let bytewise: [any Transform] = [
      IdentityTransform(), UpperTransform(), Rot13Transform(), CostlyTransform(cost: .cpuBound),
      WaitTransform(microseconds: 0),
    ]
    var framewise: [any Transform] = [
      ReverseTransform(), SHA256Transform(), FailingTransform(),
      FailingTransform(cost: .blocking),
    ]
    if framing == .length { framewise.append(DeflateTransform()) }
    let choice = framing == .raw ? bytewise : bytewise + framewise
    return TransformChain(
      (0..<random.pick(0...2)).map { _ in choice[random.pick(0...choice.count - 1)] })
  }

  private static func frame(
    _ framing: Framing, limit: Int, random: inout SplitMix64
  ) -> [UInt8] {
    // The alphabet is rich in what matters: terminators, halves of them, and the failing letter.
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW\r".utf8)
    let count = random.chance(3) ? limit + 1 : random.pick(0...limit)
    var payload = (0..<count).map { _ in alphabet[random.pick(0...alphabet.count - 1)] }
    if random.chance(5), !payload.isEmpty { payload[0] = UInt8(ascii: "X") }
    if random.chance(4) { payload = Array("exit".utf8) }
    switch framing {
    case .raw: return payload
    case .line: return payload + (random.chance(50) ? [10] : [13, 10])
    case .length:
      // Now and then an announcement beyond all measure.
      let announced = random.chance(1) ? Int(UInt32.max) : payload.count
      return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: announced >> $0) } + payload
    }
  }
}

extension Scenario: CustomStringConvertible {
  var description: String {
    """
    seed \(seed): \(framing) framing, \(chain.name), limit \(limit), reads of at most \(readBytes) \
    bytes, \(refused) % refused, \(done) % done, \(ends ? "ended" : "left open"), input \(input)
    """
  }
}
