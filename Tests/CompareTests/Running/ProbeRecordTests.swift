import Testing

@testable import Compare

/// What a victim's diary says.
@Suite struct ProbeRecordTests {
  private static let ms: UInt64 = 1_000_000

  /// Asked every 2 ms, answered after 0.1 ms, unless told otherwise by number.
  private static func record(_ count: UInt64, late: [UInt64: UInt64] = [:]) -> ProbeRecord {
    var record = ProbeRecord()
    for number in 0..<count {
      record.add(due: number * 2 * ms, latency: late[number] ?? 100_000)
    }
    return record
  }

  @Test func nobodyWaitedIsARecoveryOfNothing() {
    let record = Self.record(100)
    #expect(record.recovery(after: 100 * Self.ms) == 0)
    #expect(ProbeRecord().recovery(after: 0) == 0)
  }

  @Test func theLastWhoWaitedEndsTheRecovery() {
    let record = Self.record(100, late: [52: 40 * Self.ms, 60: 30 * Self.ms])
    // The 60th was due at 120 ms and answered at 150.
    #expect(record.recovery(after: 100 * Self.ms) == 50)
    // Who waited before that moment is not of it.
    #expect(record.recovery(after: 160 * Self.ms) == 0)
  }

  @Test func whatIsUsualSetsTheLimit() {
    var record = ProbeRecord()
    for number in 0..<50 as Range<UInt64> { record.add(due: number * Self.ms, latency: Self.ms) }
    // Twenty times the usual millisecond is the limit.
    record.add(due: 60 * Self.ms, latency: 19 * Self.ms)
    #expect(record.recovery(after: 55 * Self.ms) == 0)
    record.add(due: 61 * Self.ms, latency: 21 * Self.ms)
    #expect(record.recovery(after: 55 * Self.ms) == 27)
  }

  @Test func whoStillWaitsAtTheEndHasNoRecovery() {
    var record = Self.record(50)
    record.ask(100 * Self.ms)
    record.end(400 * Self.ms)
    #expect(record.recovery(after: 99 * Self.ms) == nil)
    // Behind the end nothing counts.
    record.add(due: 100 * Self.ms, latency: 900 * Self.ms)
    #expect(record.count == 50)
  }

  @Test func aQuestionJustAskedIsNoWaiting() {
    var record = Self.record(50)
    record.ask(100 * Self.ms)
    record.end(101 * Self.ms)
    #expect(record.recovery(after: 90 * Self.ms) == 0)
  }

  @Test func calmIsTenInARow() {
    #expect(Self.record(61).isCalm(since: 100 * Self.ms))
    #expect(!Self.record(60).isCalm(since: 100 * Self.ms))
    #expect(!Self.record(100, late: [95: 50 * Self.ms]).isCalm(since: 100 * Self.ms))
    #expect(Self.record(100, late: [85: 50 * Self.ms]).isCalm(since: 100 * Self.ms))
    #expect(!ProbeRecord().isCalm(since: 0))
  }

  @Test func theHundredthWorstIsItsPercentile() {
    #expect(ProbeRecord().p99 == nil)
    #expect(Self.record(1).p99 == 100)
    #expect(Self.record(100, late: [3: Self.ms]).p99 == 100)
    #expect(Self.record(100, late: [3: Self.ms, 4: 2 * Self.ms]).p99 == 1000)
  }

  @Test func aTimelineHasAPointPerWindow() {
    #expect(ProbeRecord().timeline(window: Self.ms) == [])
    let points = Self.record(50, late: [30: 7 * Self.ms]).timeline(window: 50 * Self.ms)
    #expect(points == [PointRecord(x: 0, y: 100), PointRecord(x: 0.05, y: 7000)])
    // A window in which nothing was due has no point.
    var gap = ProbeRecord()
    gap.add(due: 5, latency: 1000)
    gap.add(due: 5 + 3 * Self.ms, latency: 2000)
    #expect(
      gap.timeline(window: Self.ms) == [PointRecord(x: 0, y: 1), PointRecord(x: 0.003, y: 2)])
  }
}
