import Measurement
import Reports
import Testing

@testable import Stress

/// A record keeps what was measured, goes to JSON and comes back equal.
struct RunRecordTests {
  @Test func comesBackEqual() throws {
    let record = try Fixture.record()
    #expect(try RunRecord(json: Array(try record.json().utf8)) == record)
    let closed = try Fixture.run([[1, 2], []], rate: nil)
    #expect(try RunRecord(json: Array(try closed.json().utf8)) == closed)
    let merged = try RunRecord.merged([record, closed])
    #expect(try RunRecord(json: Array(try merged.json().utf8)) == merged)
  }

  @Test func anEmptyReportIsARecord() throws {
    let record = RunRecord(
      report: StressReport(), plan: try Fixture.plan(), context: Fixture.context)
    #expect(record.latency == LatencyFigures())
    #expect(record.startedAt == "1970-01-01T00:00:00.000Z")
    #expect(try RunRecord(json: Array(try record.json().utf8)) == record)
    #expect(
      record.explanation == ["Not one reply came in the measured time."])
  }

  @Test func timesAreInUTCToTheMillisecond() throws {
    var report = Fixture.report()
    for (milliseconds, text) in [
      (0, "1970-01-01T00:00:00.000Z"), (999, "1970-01-01T00:00:00.999Z"),
      (951_782_400_001, "2000-02-29T00:00:00.001Z"),
      (1_770_091_506_789, "2026-02-03T04:05:06.789Z"),
      (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ] {
      report.startedAt = .milliseconds(milliseconds)
      let record = RunRecord(
        report: report, plan: try Fixture.plan(), context: Fixture.context)
      #expect(record.startedAt == text)
      #expect(record.startedAtUnixSeconds == Double(milliseconds) / 1000)
    }
  }

  @Test func histogramsHaveTheirExactExtremesAgain() throws {
    let record = try Fixture.record()
    #expect(try record.histogram(.latency) == Fixture.report().latency)
    #expect(try record.histogram(.sendLag) == Fixture.report().sendLag)
    // Figures of another histogram are not believed.
    var odd = record
    odd.latency.max = 9000
    #expect(try odd.histogram(.latency).max != 9_000_000)
    odd.latency.min = -1
    odd.latency.max = 1e300
    #expect(try odd.histogram(.latency).count == 4)
  }

  @Test func sizesAreWrittenAsTheyAreGiven() throws {
    var plan = try Fixture.plan()
    for (sizes, text) in [
      (SizeDistribution.fixed(64), "64"), (.range(64...1024), "64..1KiB"),
      (.fixed(3 << 20), "3MiB"), (.fixed(1500), "1500"),
      (
        SizeDistribution([.init(64...64, weight: 90), .init(16384...16384, weight: 10)]),
        "64:90,16KiB:10"
      ),
      (SizeDistribution([.init(1...2, weight: 0.5), .init(3...3, weight: 1)]), "1..2:0.5,3:1"),
    ] {
      plan.sizes = sizes
      #expect(PlanRecord(plan).sizes == text)
    }
  }

  @Test func whatIsNoNumberIsNotWritten() throws {
    var record = try Fixture.record()
    record.intervals[1].latency.p50 = .nan
    #expect(throws: RecordError.notFinite("intervals[1].latency_us.p50")) { try record.json() }
    record.intervals[1].latency.p50 = .infinity
    #expect(throws: RecordError.self) { try record.json() }
  }
}
