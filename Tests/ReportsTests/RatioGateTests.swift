import Reports
import Testing

/// Conditions on two runs.
struct RatioGateTests {
  /// Two runs that differ in their p99 (7 and 7 × factor ms) and errors.
  private func runs(factor: Double, errors: (Int, Int) = (0, 0)) throws -> (RunRecord, RunRecord) {
    var (a, b) = (try Fixture.record(), try Fixture.record())
    b.latency.p99 *= factor
    (a.errors, b.errors) = errors
    return (a, b)
  }

  @Test func aGrowthIsNamed() throws {
    let (a, b) = try runs(factor: 1.5)
    let gate = try RatioGate(parsing: "p99>1.1")
    #expect(
      try gate.fires(on: b, against: a)?.description
        == "p99>1.1: p99 is 10.5 ms (1.500 times as much), more than 1.1 times 7.00 ms")
    #expect(try gate.fires(on: a, against: b) == nil)
    #expect(try gate.fires(on: a, against: a) == nil)
  }

  @Test(arguments: [
    ("errors>0", 0, 0, false), ("errors>0", 0, 1, true), ("errors>0", 5, 1, true),
    ("errors>1", 0, 1, true), ("errors>1", 5, 5, false), ("errors>1", 5, 6, true),
    ("errors>1.1", 0, 0, false), ("errors<0.5", 0, 0, false), ("errors<0.5", 5, 0, true),
    ("errors<=1", 0, 3, false), ("errors>=1000", 0, 1, true),
  ])
  func countsFromZero(text: String, before: Int, after: Int, fires: Bool) throws {
    let (a, b) = try runs(factor: 1, errors: (before, after))
    #expect((try RatioGate(parsing: text).fires(on: b, against: a) != nil) == fires)
  }

  @Test func whatWasNotMeasuredFires() throws {
    var (a, b) = try runs(factor: 1)
    b.latency = LatencyFigures()
    for text in ["p99>1.1", "p99<0.5"] {
      #expect(
        try RatioGate(parsing: text).fires(on: b, against: a)?.measured == "nothing was measured")
    }
    a.messagesPerSecond = 0
    #expect(try RatioGate(parsing: "rate<0.9").fires(on: b, against: a) == nil)
  }

  @Test(arguments: ["p99>5ms", "rate<0.9*target", "rate>100/s", "p99>10%", "p99>-1", "p99>inf"])
  func unitsAreRefused(text: String) throws {
    let error = try #require(throws: GateSyntaxError.self) { try RatioGate(parsing: text) }
    #expect(error.message.hasSuffix("is not a ratio"))
    #expect(error.word.upperBound == text.count)
  }
}
