import Reports
import Stress
import Testing

@testable import swiftlet

/// The small languages of `swiftlet stress`: rates, profiles, sizes, times.
@Suite struct StressValueTests {
  @Test(arguments: [
    ("20000/s", 20_000.0), ("20000", 20_000), ("20k/s", 20_000), ("1.5M/s", 1_500_000),
    ("600/m", 10), ("3600/h", 1), ("0.5/s", 0.5), ("0", 0), ("1k", 1000),
  ]) func rates(_ text: String, _ rate: Double) throws {
    #expect(try RateText.parse(text) == rate)
  }

  @Test(arguments: ["", "x", "-1/s", "10/", "10/ms", "10K/s", "10 /s", "1e5/s", "2G/s", "1001M/s"])
  func noRates(_ text: String) {
    #expect(throws: BadValue.self) { try RateText.parse(text) }
  }

  @Test func profiles() throws {
    #expect(
      try ProfileText.parseRamp("0/s..50k/s:30s")
        == .ramp(from: 0, to: 50_000, over: .seconds(30)))
    #expect(
      try ProfileText.parseSteps("10/s,20/s:500ms")
        == .steps([10, 20], each: .milliseconds(500)))
    #expect(try ProfileText.parseSteps("7:1s") == .steps([7], each: .seconds(1)))
  }

  @Test func sizes() throws {
    #expect(try SizesText.parse("64") == .fixed(64))
    #expect(try SizesText.parse("64..4KiB") == .range(64...4096))
    #expect(
      try SizesText.parse("64:90,1KiB..16KiB:9.5")
        == SizeDistribution([.init(64...64, weight: 90), .init(1024...16384, weight: 9.5)]))
  }

  @Test(arguments: [
    ("1767225600", StartTime.at(.seconds(1_767_225_600))), ("+3s", .after(.seconds(3))),
    ("2026-01-01T00:00:00Z", .at(.seconds(1_767_225_600))),
    ("2026-01-01T02:30+02:30", .at(.seconds(1_767_225_600))),
    ("2025-12-31T23:00:00.25-01", .at(.milliseconds(1_767_225_600_250))),
    ("2000-02-29T00:00:00Z", .at(.seconds(951_782_400))), ("+0", .after(.zero)),
    ("1970-01-01t00:00:00z", .at(.zero)),
  ]) func times(_ text: String, _ time: StartTime) throws {
    #expect(try StartText.parse(text) == time)
  }

  @Test(arguments: [
    "", "now", "+", "2026-01-01", "2026-01-01T00:00:00", "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "3s", "1969-12-31T00:00:00Z",
  ]) func noTimes(_ text: String) {
    #expect(throws: BadValue.self) { try StartText.parse(text) }
  }

  @Test func aTimeFromNowOn() {
    #expect(StartTime.after(.seconds(3)).sinceEpoch(now: .seconds(10)) == .seconds(13))
    #expect(StartTime.at(.seconds(3)).sinceEpoch(now: .seconds(10)) == .seconds(3))
  }

  private static let pointed:
    [(read: @Sendable (String) throws -> Void, text: String, mark: String)] = [
      ({ _ = try ProfileText.parseSteps($0) }, "10/s,2O/s,30/s:5s", "     ^^^^"),
      ({ _ = try ProfileText.parseSteps($0) }, "10/s,,30/s:5s", "     ^"),
      ({ _ = try ProfileText.parseSteps($0) }, "10/s,0/s:5s", "     ^^^"),
      ({ _ = try ProfileText.parseSteps($0) }, "10/s:5", ""),
      ({ _ = try ProfileText.parseSteps($0) }, "10/s:5x", "     ^^"),
      ({ _ = try ProfileText.parseSteps($0) }, "10/s:", "     ^"),
      ({ _ = try ProfileText.parseRamp($0) }, "10/s:5s", "^^^^"),
      ({ _ = try ProfileText.parseRamp($0) }, "0/s..0/s:5s", "^^^^^^^^"),
      ({ _ = try ProfileText.parseRamp($0) }, "0/s..x:5s", "     ^"),
      ({ _ = try ConditionText.gate($0) }, "p9x>5ms", "^^^"),
      ({ _ = try ConditionText.gate($0) }, "p99>5", "    ^"),
      ({ _ = try ConditionText.gate($0) }, "p99=5ms", "   ^"),
      ({ _ = try ConditionText.ratio($0) }, "p99>5ms", "    ^^^"),
      ({ _ = try SizesText.parse($0) }, "64:90,16XB:10", "      ^^^^"),
      ({ _ = try SizesText.parse($0) }, "64:90,16:0", "         ^"),
      ({ _ = try SizesText.parse($0) }, "64:90,16", "      ^^"),
      ({ _ = try SizesText.parse($0) }, "64..0", "    ^"),
      ({ _ = try SizesText.parse($0) }, "64:1,9..8:1", "     ^^^^"),
    ]

  @Test(arguments: pointed.indices) func theOffendingWordIsPointedAt(_ row: Int) throws {
    let (read, text, mark) = Self.pointed[row]
    do {
      try read(text)
      // Seconds may be left out: a good value has nothing to point at.
      #expect(mark == "", "\(text)")
    } catch let error as BadValue {
      #expect(error.excerpt?.lines == "  \(text)\n  \(mark)\n", "\(error)")
    }
  }

  @Test func anExcerptOfALongValueShowsTheMark() {
    let text = String(repeating: "1,", count: 200) + "x"
    let lines = Excerpt(text, marked: 400..<401).lines.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 76 })
    #expect(lines[0].last == "x" && lines[1].last == "^" && lines[0].count == lines[1].count)
    #expect(Excerpt("a\nb", marked: 0..<1).lines == "")
  }
}
