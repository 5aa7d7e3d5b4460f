import Reports
import Testing

struct ChartUnitTests {
  @Test(arguments: [
    (ChartUnit.microseconds, 0.0, "0"), (.microseconds, 0.25, "250 ns"),
    (.microseconds, 20, "20 µs"),
    (.microseconds, 1500, "1.5 ms"), (.microseconds, 1_000_000, "1 s"),
    (.microseconds, 999.9999, "1 ms"), (.microseconds, 4_000_000_000, "4000 s"),
    (.perSecond, 0, "0"), (.perSecond, 250, "250/s"), (.perSecond, 20_000, "20 k/s"),
    (.perSecond, 1_500_000, "1.5 M/s"), (.count, 1000, "1 k"), (.count, 7, "7"),
    (.seconds, 0.5, "0.5 s"), (.seconds, 90, "90 s"), (.seconds, 300, "5 min"),
    (.seconds, 150, "2:30 min"), (.seconds, 7200, "2 h"), (.seconds, 7500, "2:05 h"),
    (.percentile, 1, "0%"), (.percentile, 2, "50%"), (.percentile, 4, "75%"),
    (.percentile, 10, "90%"), (.percentile, 100, "99%"), (.percentile, 1e6, "99.9999%"),
  ])
  func writesTicks(_ unit: ChartUnit, _ value: Double, _ text: String) {
    #expect(String(unit.tick(value).map { $0 == "\u{A0}" ? " " : $0 }) == text)
  }

  @Test(arguments: [
    (ChartUnit.microseconds, 1237.0, "1.24 ms"), (.perSecond, 20_001.3, "20,001/s"),
    (.perSecond, 2.5, "2.5/s"), (.percentile, 10, "p90"), (.percentile, 3.37, "p70.3"),
    (.percentile, 2000, "p99.95"), (.count, 12_345, "12,345"),
  ])
  func writesReadings(_ unit: ChartUnit, _ value: Double, _ text: String) {
    #expect(unit.reading(value) == text)
  }

  @Test func neverSaysAHundredPercent() {
    for exponent in 1...15 {
      var inverse = 1.0
      for _ in 0..<exponent { inverse *= 10 }
      #expect(ChartUnit.percentile.reading(inverse * 0.97) != "p100")
    }
  }

  @Test func survivesWhatIsNoNumber() {
    for unit in [ChartUnit.seconds, .microseconds, .perSecond, .count, .percentile] {
      for value in [Double.nan, .infinity, -.infinity, 1e300, -1] {
        #expect(!unit.tick(value).isEmpty && !unit.reading(value).isEmpty)
      }
    }
  }
}
