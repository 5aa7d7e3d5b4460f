import Reports
import Testing

struct ChartPathTests {
  @Test func staysLevelOverEachStretch() {
    let path = ChartPath.steps([(0, 0.5, 0.25), (0.5, 1, 0.75)])
    #expect(path.text == "M0 7500H5000V2500H10000")
  }

  @Test func leavesGaps() {
    let path = ChartPath.steps([(0, 0.25, 0), (0.25, 0.5, nil), (0.5, 1, 1)])
    #expect(path.text == "M0 10000H2500M5000 0H10000")
  }

  @Test func drawsBandsAndBars() {
    let band = ChartPath.band([(0, 1, 0.25)], [(0, 1, 0.75)])
    #expect(band.text == "M0 2500H10000V7500H0Z")
    let bars = ChartPath.bars([(0, 0.5, 0.5), (0.5, 1, 0)])
    #expect(bars.text == "M500 10000V5000H4500V10000Z")
    #expect(ChartPath.band([], []).text.isEmpty)
  }

  @Test func keepsWithinThePlot() {
    var path = ChartPath()
    path.line(to: -1, 2)
    path.line(to: 7, -3)
    #expect(path.text == "M0 0L10000 10000")
  }
}
