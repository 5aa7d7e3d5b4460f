import Testing

@testable import Compare

/// The search for the most that holds, on models that are a number.
struct LimitSearchTests {
  private static func walk(
    from start: Int, to roof: Int, probes: Int = 40, _ holds: (Int, Int) -> Bool
  ) -> (outcome: LimitSearch.Outcome?, tried: [Int]) {
    var search = LimitSearch(from: start, to: roof, probes: probes)
    var tried: [Int] = []
    while let next = search.next {
      tried.append(next)
      search.record(holds: holds(next, tried.count))
      #expect(tried.count <= probes && next <= roof && next > 0)
    }
    return (search.outcome, tried)
  }

  @Test(arguments: [1, 2, 3, 7, 100, 1_234, 9_999], [1, 64])
  func theLimitIsFoundToItsPrecision(_ limit: Int, _ start: Int) {
    let (outcome, tried) = Self.walk(from: start, to: 20_000) { number, _ in number <= limit }
    guard case .between(let holds, let fails) = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(holds <= limit && fails > limit && Double(fails) <= max(Double(holds) * 1.1 + 1, 2))
    #expect(tried.last == holds, "what is found is tried once more")
    #expect(tried.count <= 22, "\(tried)")
    #expect(tried.count <= Set(tried).count + 1, "nothing else is tried twice: \(tried)")
  }

  @Test func allThatIsAllowedMayHold() {
    let (outcome, tried) = Self.walk(from: 100, to: 9_000) { _, _ in true }
    #expect(outcome == .beyond(9_000) && tried.last == 9_000)
    #expect(Self.walk(from: 5, to: 5) { _, _ in true }.outcome == .beyond(5))
  }

  @Test func nothingMayHold() {
    let (outcome, tried) = Self.walk(from: 64, to: 1_000) { _, _ in false }
    #expect(outcome == .nothing(fails: 1) && tried.last == 1)
    #expect(LimitSearch(from: 1, to: 2).outcome == nil)
  }

  @Test func luckIsNotBelieved() {
    // Everything up to 1,000 holds once, but only 500 for good.
    var seen: Set<Int> = []
    let (outcome, _) = Self.walk(from: 100, to: 16_000) { number, _ in
      if number <= 500 { return true }
      return number <= 1_000 && seen.insert(number).inserted
    }
    guard case .between(let holds, let fails) = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(holds <= 500 && holds > 400 && fails > 500)
  }

  @Test func theBudgetIsKept() {
    let (outcome, tried) = Self.walk(from: 1_000, to: 16_000, probes: 3) { number, _ in
      number <= 3_000
    }
    #expect(tried == [1_000, 2_000, 4_000] && outcome == .between(holds: 2_000, fails: 4_000))
  }
}
