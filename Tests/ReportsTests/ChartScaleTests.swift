import Reports
import Testing

struct ChartScaleTests {
  @Test func placesValues() {
    let linear = ChartScale(.linear, from: 0, to: 200)
    #expect([-1, 0, 50, 200, 900].map(linear.position) == [0, 0, 0.25, 1, 1])
    let logarithmic = ChartScale(.logarithmic, from: 1, to: 10_000)
    #expect(logarithmic.position(0) == 0)
    #expect(abs(logarithmic.position(100) - 0.5) < 1e-12)
    #expect(abs(logarithmic.value(at: 0.75) - 1000) < 1e-6)
    #expect(linear.value(at: 0.25) == 50)
  }

  @Test(arguments: [
    (0.0, 0.0), (5, 5), (7, 3), (.infinity, 1), (.nan, .nan), (-3, -3), (0, .infinity),
    (1e300, 1e300),
  ])
  func canAlwaysBeDrawnOn(_ low: Double, _ high: Double) {
    for law in [ChartScale.Law.linear, .logarithmic] {
      let scale = ChartScale(law, from: low, to: high)
      #expect(scale.low.isFinite && scale.high > scale.low)
      for value in [low, high, 0, 1, -.infinity, .infinity, .nan] {
        #expect((0...1).contains(scale.position(value)), "\(value) on \(scale)")
      }
      #expect(ChartTicks.fitting(scale).count <= 12)
    }
  }

  @Test func goesLogarithmicWhereTheRangeAsksForIt() {
    #expect(ChartScale.fitting([100, 200, 900]).law == .linear)
    #expect(ChartScale.fitting([100, 200, 0, 1_000_000]).law == .logarithmic)
    #expect(ChartScale.fitting([0, 0]) == ChartScale(.linear, from: 0, to: 1))
    #expect(ChartScale.fitting([]) == ChartScale(.linear, from: 0, to: 1))
    let wide = ChartScale.fitting([30, 70_000])
    #expect((wide.low, wide.high) == (20, 100_000))
  }

  @Test(arguments: [
    (0.0, 10.0, [0.0, 2, 4, 6, 8, 10]), (0, 2100, [0, 500, 1000, 1500, 2000]),
    (0, 0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]), (95, 105, [96, 98, 100, 102, 104]),
  ])
  func namesRoundValues(_ low: Double, _ high: Double, _ expected: [Double]) {
    let ticks = ChartTicks.linear(ChartScale(.linear, from: low, to: high))
    #expect(ticks.count == expected.count)
    for (tick, value) in zip(ticks, expected) { #expect(abs(tick - value) < 1e-9) }
  }

  @Test func namesDecadesAndWhatIsBetweenThem() {
    func ticks(_ low: Double, _ high: Double) -> [Double] {
      ChartTicks.logarithmic(ChartScale(.logarithmic, from: low, to: high))
    }
    #expect(ticks(100, 2000) == [100, 200, 500, 1000, 2000])
    #expect(ticks(1, 1e7) == [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7])
    #expect(ticks(1, 1e12).count <= 8)
  }

  @Test(arguments: [
    (10.0, 1.0), (0.5, 0.05), (60, 10), (120, 15), (600, 60), (3600, 600), (86_400, 10_800),
  ])
  func namesTimesLikeAClock(_ seconds: Double, _ step: Double) {
    let ticks = ChartTicks.time(ChartScale(.linear, from: 0, to: seconds))
    #expect(ticks.count >= 2)
    #expect(abs(ticks[1] - ticks[0] - step) < 1e-9, "\(ticks)")
  }
}
