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
}
