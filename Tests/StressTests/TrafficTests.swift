import EchoProtocol
import EchoServers
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
    for index in 0..<traffic.count {
      traffic.withRequests(from: index, pipeline) { span in
        bytes += span.withUnsafeBytes { Array($0) }
      }
    }
    return bytes
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
}
