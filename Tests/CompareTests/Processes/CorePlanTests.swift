import Testing

@testable import Compare

@Suite("Which cores server and client get")
struct CorePlanTests {
  /// Neighbours are hardware threads of one core.
  private static func pairs(_ core: Int) -> [Int]? { [core & ~1, core | 1] }

  @Test(
    "cores of their own",
    arguments: [
      ([0, 1], [0], [1]), ([3, 7], [3], [7]), ([0, 1, 2], [0], [1, 2]),
      ([0, 1, 2, 3], [0, 1], [2, 3]), ([0, 1, 2, 3, 4], [0, 1], [2, 3, 4]),
      (Array(0..<8), [0, 1, 2, 3], [4, 5, 6, 7]),
    ])
  func single(allowed: [Int], server: [Int], client: [Int]) {
    let plan = CorePlan(allowed: allowed) { [$0] }
    #expect(plan.server == server && plan.client == client && plan.note == nil)
    let unknown = CorePlan(allowed: allowed) { _ in nil }
    #expect(unknown == plan)
  }

  @Test(
    "hardware threads of one core stay together",
    arguments: [
      ([0, 1, 2, 3], [0, 1], [2, 3]), ([0, 1, 2, 3, 4, 5], [0, 1], [2, 3, 4, 5]),
      ([1, 2, 3, 4], [1], [2, 3, 4]),
    ])
  func together(allowed: [Int], server: [Int], client: [Int]) {
    let plan = CorePlan(allowed: allowed, siblings: Self.pairs)
    #expect(plan.server == server && plan.client == client && plan.note == nil)
  }

  @Test("the threads of a single core are dealt out, and that is said")
  func oneCore() {
    let two = CorePlan(allowed: [0, 1], siblings: Self.pairs)
    #expect(two.server == [0] && two.client == [1])
    #expect(two.note?.contains("hardware threads of the same core") == true)
    let eight = CorePlan(allowed: Array(0..<8)) { _ in Array(0..<8) }
    #expect(eight.server == [0, 1, 2, 3] && eight.client == [4, 5, 6, 7] && eight.note != nil)
  }

  @Test("one core, or none that is known, is shared, and that is said", arguments: [[], [5]])
  func shared(allowed: [Int]) {
    let plan = CorePlan(allowed: allowed) { [$0] }
    #expect(plan.server == nil && plan.client == nil)
    #expect(plan.note?.contains("share") == true)
    #expect(plan.pinCurrentThreadToClient())
  }

  @Test("the plan of this machine deals out what this thread may use")
  func current() {
    let allowed = CoreAffinity.current
    #expect(!allowed.isEmpty)
    let plan = CorePlan.current()
    if let server = plan.server, let client = plan.client {
      #expect((server + client).sorted() == allowed && !server.isEmpty && !client.isEmpty)
    } else {
      #expect(allowed.count == 1)
    }
  }

  @Test(
    "reads the kernel's lists",
    arguments: [
      ("0\n", [0]), ("0-3\n", [0, 1, 2, 3]), ("0,4\n", [0, 4]), ("1-2,7-8", [1, 2, 7, 8]), ("", []),
      ("x", nil), ("3-1", nil), ("1-2-3", nil), ("-", nil), ("0-99999999999", nil), ("1-", nil),
    ] as [(String, [Int]?)])
  func lists(text: String, expected: [Int]?) {
    #expect(CorePlan.list(text) == expected)
  }
}
