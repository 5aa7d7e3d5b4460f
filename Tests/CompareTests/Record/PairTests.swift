import Testing

@testable import Compare

/// What `--check` holds against a baseline.
struct PairTests {
  @Test func everyPairOfJudgedEntriesHasItsRuns() throws {
    let record = SampleComparison.small()
    #expect(record.pairs.count == record.experiments[0].cells.count)
    let pair = try #require(
      record.pair(.init(work: "connections", label: "1,000 connections"), "reactor", "thread"))
    #expect(pair.firstRuns.count == 5 && pair.secondRuns.count == 5)
    #expect(pair.metric.key == .messagesPerSecond)
    let ratio = try #require(pair.ratio)
    #expect((1.4...1.6).contains(ratio))
  }

  @Test func whatIsNotJudgedIsInNoPair() {
    let record = SampleComparison.record()
    let first = record.pairs.filter { $0.cell == .init(work: "connections", label: "1 connection") }
    #expect(first.count == 7 * 6 / 2)
    #expect(!first.contains { $0.first == "c-epoll" || $0.second == "c-epoll" })
    #expect(!record.pairs.contains { $0.cell.work == "blocking" })
    #expect(record.pair(.init(work: "mixed", label: "none"), "reactor", "thread") == nil)
  }

  @Test func aRatioToNothingIsNone() throws {
    let pair = try #require(
      SampleComparison.record().pair(
        .init(work: "fault", label: "one crashes its handler"), "reactor", "process"))
    #expect(pair.ratio == nil)
  }
}
