import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Testing

@testable import Stress

/// What is sent depends on the seed and on nothing else.
struct TrafficTests {
  private static func requests(
    seed: UInt64, _ echo: EchoConfiguration, size: Int = 64, pipeline: Int = 3
  ) throws -> [UInt8] {
    var plan = StressPlan(.tcp("127.0.0.1", port: 1), echo: echo)
    plan.seed = seed
    plan.sizes = .fixed(size)
    plan.pipeline = pipeline
    let traffic = try Traffic(plan)
    var bytes: [UInt8] = []
    for index in 0..<traffic.cycle.count {
      bytes += traffic.cycle.requests(from: index, pipeline)
    }
    return withExtendedLifetime(traffic) { bytes }
  }

  @Test(arguments: [(Framing.raw, "identity"), (.line, "sha256"), (.length, "deflate")])
  func equalSeedsSendEqualBytes(_ framing: Framing, _ transforms: String) throws {
    let echo = try EchoConfiguration.typed(framing, transforms)
    let first = try Self.requests(seed: 7, echo)
    #expect(try Self.requests(seed: 7, echo) == first)
    #expect(try Self.requests(seed: 8, echo) != first)
  }

  @Test func linesArePrintableAndNeverEndTheConnection() throws {
    let echo = try EchoConfiguration.typed(.line, "identity")
    // Of four letters, so that `exit` might come up.
    let lines = try Self.requests(seed: 1, echo, size: 4, pipeline: 1).split(separator: 0x0A)
    #expect(lines.count > 1000)
    #expect(lines.allSatisfy { $0.count == 4 && $0.allSatisfy { (0x21...0x7E).contains($0) } })
    #expect(!lines.contains { $0.elementsEqual("exit".utf8) })
  }

  @Test func sizesComeInTheProportionsOfTheirWeights() throws {
    var random = SplitMix64(seed: 3)
    let distribution = SizeDistribution([
      .init(64...64, weight: 90), .init(4096...4096, weight: 10),
    ])
    let sizes = distribution.sample(1000, &random)
    #expect(sizes.count { $0 == 64 } == 900)
    #expect(sizes.count { $0 == 4096 } == 100)
    #expect(sizes != sizes.sorted(), "they are mixed")
    #expect(distribution.mean == 0.9 * 64 + 0.1 * 4096)
  }

  @Test func aRangeIsCoveredEvenly() throws {
    var random = SplitMix64(seed: 4)
    let sizes = SizeDistribution.range(10...19).sample(1000, &random)
    for size in 10...19 { #expect(sizes.count { $0 == size } == 100) }
  }

  @Test func payloadsAreCutFromWhatTheUserBringsRoundAndRound() throws {
    var plan = StressPlan(.tcp("127.0.0.1", port: 1), echo: .transparent)
    plan.payload = Array("abcde".utf8)
    plan.sizes = .fixed(3)
    let payloads = try Payloads(plan).made()
    #expect(
      payloads.prefix(4).map { String(decoding: $0, as: UTF8.self) } == [
        "abc", "dea", "bcd", "eab",
      ])
  }

  @Test func withLineFramingEachLineOfThePayloadIsAMessage() throws {
    var plan = StressPlan(
      .tcp("127.0.0.1", port: 1), echo: try EchoConfiguration.typed(.line, "upper"))
    plan.payload = Array("one\ntwo\r\n\nfour".utf8)
    let payloads = try Payloads(plan).made()
    #expect(
      payloads.prefix(4).map { String(decoding: $0, as: UTF8.self) } == ["one", "two", "", "four"])
    #expect(payloads.count >= 2 * plan.pipeline + 1)
  }
}
