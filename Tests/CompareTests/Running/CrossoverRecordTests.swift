import Foundation
import Testing

@testable import Compare

/// What is kept of a search, and of a check against an earlier comparison.
@Suite struct CrossoverRecordTests {
  private static let axis = Axis("work per message", unit: .microseconds, isWhole: true)

  private static func record(_ curve: (Double) -> Double?) -> CrossoverRecord {
    var search = CrossoverSearch(axis, first: "loop", second: "thread", in: 1...10_000, probes: 9)
    while let place = search.next {
      search.record(
        curve(place).map {
          Estimate(median: $0, interval: Interval($0 * 0.99, $0 * 1.01), runs: 3)
        })
    }
    return CrossoverRecord(search.result, search.range, axis, "loop", "thread")
  }

  @Test func aCrossing() {
    let record = Self.record { $0 < 300 ? 0.5 : 2 }
    #expect(record.leaderBelow == "loop" && record.leaderAbove == "thread" && record.unit == "µs")
    #expect(record.low <= 300 && record.high >= 300)
    let back = Self.record { $0 < 300 ? 2 : 0.5 }
    #expect(back.leaderBelow == "thread" && back.leaderAbove == "loop")
  }

  @Test func noCrossing() {
    let record = Self.record { _ in 2 }
    #expect(record.leaderBelow == "thread" && record.leaderAbove == "thread")
    #expect(record.low == 1 && record.high == 10_000)
  }

  @Test func nobodyKnows() {
    let record = Self.record { _ in nil }
    #expect(record.leaderBelow == "" && record.leaderAbove == "" && !record.sentence.isEmpty)
  }

  @Test func aRecordHasNotMovedFromItself() {
    let record = SampleComparison.record()
    let changes = RatioBaseline(record.ratios).check(record.ratios)
    #expect(!changes.isEmpty)
    #expect(changes.allSatisfy { if case .moved = $0.outcome { false } else { true } })
  }

  @Test func aModelTwiceAsFastHasMoved() {
    let old = SampleComparison.small()
    var new = old
    for cell in new.experiments[0].cells.indices {
      for entry in new.experiments[0].cells[cell].entries.indices
      where new.experiments[0].cells[cell].entries[entry].contestant == "thread" {
        for run in new.experiments[0].cells[cell].entries[entry].runs.indices {
          let rate = new.experiments[0].cells[cell].entries[entry].runs[run][.messagesPerSecond]
          new.experiments[0].cells[cell].entries[entry].runs[run][.messagesPerSecond] =
            rate.map { $0 * 2 }
        }
      }
    }
    let moved = RatioBaseline(old.ratios).check(new.ratios).filter {
      if case .moved = $0.outcome { true } else { false }
    }
    #expect(moved.count == old.ratios.count)
    #expect(moved.allSatisfy { $0.line.contains("reactor by thread was ") })
  }
}
