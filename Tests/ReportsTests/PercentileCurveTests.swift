import Measurement
import Testing

@testable import Reports

struct PercentileCurveTests {
  @Test func agreesWithTheHistogram() {
    let histogram = Histogram((1...20_000).map { UInt64($0 * 977) })
    let largest = Double(histogram.max) / 1000
    let curve = PercentileCurve(histogram, largest: largest)
    for (percentile, inverse) in [(90.0, 10.0), (99, 100), (99.9, 1000), (99.99, 10_000)] {
      let expected = Double(histogram.percentile(percentile)) / 1000
      #expect(curve.microseconds(at: inverse) == expected)
    }
    #expect(curve.points.last == .init(inverse: 20_000, microseconds: largest))
    #expect(curve.points.map(\.inverse) == curve.points.map(\.inverse).sorted())
    #expect(curve.points.map(\.microseconds) == curve.points.map(\.microseconds).sorted())
    #expect(curve.points.count < 300)
  }

  @Test func hasAPointForOneValueAndNoneForNone() {
    let one = PercentileCurve(Histogram([5000]), largest: 5)
    #expect(one.points == [.init(inverse: 1, microseconds: 5)])
    #expect(PercentileCurve(Histogram(), largest: 0).points.isEmpty)
    #expect(PercentileCurve(count: 0, named: [(50, 1)]).points.isEmpty)
  }

  @Test func seesWhereTwoPartCompany() throws {
    var due = Histogram()
    var sent = Histogram()
    for index in 0..<10_000 {
      sent.record(100_000)
      due.record(index < 9000 ? 100_000 : UInt64(index - 9000) * 1_000_000 + 100_000)
    }
    let upper = PercentileCurve(due, largest: Double(due.max) / 1000)
    let lower = PercentileCurve(sent, largest: 100)
    let parting = try #require(upper.parting(from: lower))
    #expect((10...10.5).contains(parting.begin))
    #expect(parting.lower == 100 && parting.upper == upper.points.last?.microseconds)
    #expect(lower.parting(from: upper) == nil)
    #expect(upper.parting(from: upper) == nil)
  }
}
