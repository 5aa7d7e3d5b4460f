import EchoProtocol
import EchoServers
import Reactor
import Stress
import Testing

/// Plans that cannot be carried out are refused before anything is opened.
struct PlanTests {
  private static let nowhere = Endpoint.tcp("127.0.0.1", port: 1)

  private static func plan(_ change: (inout StressPlan) -> Void) -> StressPlan {
    var plan = StressPlan(nowhere, echo: .transparent)
    change(&plan)
    return plan
  }

  @Test(arguments: [
    plan { $0.connections = 0 }, plan { $0.sizes = .fixed(0) }, plan { $0.pipeline = 0 },
    plan { $0.connections = -1 }, plan { $0.sizes = .fixed(1 << 40) },
    plan { $0.sizes = .fixed(.max) },
    plan { $0.pipeline = .max }, plan { $0.pipeline = 1 << 30 },
    plan {
      $0.sizes = .fixed(.max)
      $0.pipeline = .max
    },
    plan { $0.endpoints = [] }, plan { $0.messages = 0 }, plan { $0.messagesPerConnection = 0 },
    plan { $0.threads = 0 }, plan { $0.threads = 65 }, plan { $0.threads = 51 },
    plan {
      $0.threads = 2
      $0.messages = 1
    },
    plan { $0.connectRate = 0 }, plan { $0.connectRate = .nan }, plan { $0.payload = [] },
    plan { $0.sizes = SizeDistribution([.init(1...2, weight: 0)]) },
    plan { $0.load = .open(.constant(0)) }, plan { $0.load = .open(.constant(-1)) },
    plan { $0.load = .open(.constant(.infinity)) },
    plan { $0.load = .open(.steps([], each: .zero)) },
    plan { $0.load = .open(.ramp(from: 0, to: 5, over: .zero)) },
    plan { $0.warmup = .seconds(9_200_000_000) }, plan { $0.duration = .seconds(Int64.max) },
    plan { $0.startAt = .seconds(Int64.max) },
    plan { $0.load = .open(.steps([1, 2], each: .seconds(200 * 86_400))) },
  ])
  func theImpossibleIsRefused(_ plan: StressPlan) async {
    let error = await #expect(throws: StressError.self) { try await load(plan) }
    guard case .impossiblePlan(let reason)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(!reason.isEmpty)
    #expect(error?.description == reason)
  }

  @Test(arguments: [99_999_999, Int.max]) func tooManyConnectionsAreRefused(_ count: Int) async {
    let error = await #expect(throws: StressError.self) {
      try await load(Self.plan { $0.connections = count })
    }
    guard case .tooFewDescriptors(_, let available)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(available == OpenFileLimit.current)
  }

  @Test func messagesBeyondTheFrameLimitAreRefused() async throws {
    let echo = try EchoConfiguration(framing: .line, maximumFrameBytes: 100)
    var plan = StressPlan(Self.nowhere, echo: echo)
    plan.sizes = .fixed(101)
    let error = await #expect(throws: StressError.self) { try await load(plan) }
    #expect("\(error as Any)".contains("frame limit of 100"))
  }

  @Test func linesBeyondTheMemoryAreRefused() async throws {
    var plan = StressPlan(Self.nowhere, echo: try EchoConfiguration.typed(.line, "identity"))
    plan.payload = Array(repeating: UInt8(ascii: "x"), count: 1 << 16)
    plan.pipeline = 65_536
    let error = await #expect(throws: StressError.self) { try await load(plan) }
    #expect("\(error as Any)".contains("65536 lines of the payload in flight need"))
  }

  @Test func aLineThatEndsConnectionsIsRefusedByItsNumber() async throws {
    var plan = StressPlan(Self.nowhere, echo: try EchoConfiguration.typed(.line, "identity"))
    plan.payload = Array("one\nexit\ntwo\n".utf8)
    let error = await #expect(throws: StressError.self) { try await load(plan) }
    #expect("\(error as Any)".contains("line 2 of the payload is 'exit'"))
  }
}
