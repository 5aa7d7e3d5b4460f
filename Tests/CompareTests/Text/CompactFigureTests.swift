import Testing

@testable import Compare

struct CompactFigureTests {
  @Test(arguments: [
    (0.0, FigureKey.Unit.count, "0"), (7, .count, "7"), (999.6, .count, "1.00k"),
    (41_234, .perSecond, "41.2k"), (0.25, .perSecond, "0.25"), (1_240_000, .perSecond, "1.24M"),
    (142, .microseconds, "142µs"), (1_240, .microseconds, "1.24ms"), (0.5, .microseconds, "500ns"),
    (2_010_000, .microseconds, "2.01s"), (3, .milliseconds, "3.00ms"), (0, .microseconds, "0"),
    (280, .bytes, "280B"), (9_300, .bytes, "9.08KiB"), (5_830_000, .bytesPerSecond, "5.83MB"),
    (1.021, .perMessage, "1.02"), (0.0021, .perMessage, "0"),
  ])
  func isShort(_ value: Double, _ unit: FigureKey.Unit, _ text: String) {
    #expect(CompactFigure.text(value, unit) == text)
  }

  @Test func intervalsNameTheirUnitOnce() {
    #expect(CompactFigure.interval(40_100, 42_300, .perSecond) == "40.1–42.3k")
    #expect(CompactFigure.interval(980, 1_200, .microseconds) == "980µs–1.20ms")
    #expect(CompactFigure.interval(0, 0, .count) == "0–0")
  }

  @Test func pairsAreMadeOfBoth() {
    #expect(CompactFigure.pair(0.184, 4.31) == "0.18/4.31")
    #expect(CompactFigure.pair(10_000, 17.24) == "10.0k/17.2")
    #expect(CompactFigure.pair(nil, 1) == nil)
  }
}
