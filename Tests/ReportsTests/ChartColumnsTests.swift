import Reports
import Testing

struct ChartColumnsTests {
  @Test func leavesAShortSeriesAlone() {
    let columns = ChartColumns(480)
    #expect(columns.areWhole && columns.ranges.count == 480)
    let reduced = columns.reduce((0..<480).map { Double($0) })
    #expect(reduced.map { $0?.median } == (0..<480).map { Double($0) })
  }

  @Test(arguments: [0, 1, 2, 479, 480, 481, 959, 961, 3600, 86_400])
  func coversEverythingOnce(_ count: Int) {
    let columns = ChartColumns(count)
    #expect(columns.ranges.count <= ChartColumns.most)
    #expect(columns.ranges.flatMap { Array($0) } == Array(0..<count))
  }

  @Test func losesNoExtreme() {
    var values = Array(repeating: 10.0, count: 3600)
    values[1234] = 5000
    values[99] = 0.5
    let reduced = ChartColumns(3600).reduce(values).compactMap { $0 }
    #expect(reduced.map(\.most).max() == 5000)
    #expect(reduced.map(\.least).min() == 0.5)
    #expect(reduced.allSatisfy { $0.median == 10 })
    #expect(reduced.map(\.sum).reduce(0, +) == values.reduce(0, +))
  }

  @Test func hasNothingWhereNothingWas() {
    let values = (0..<1000).map { $0 < 6 ? nil : $0 == 7 ? Double.nan : 1.0 }
    let reduced = ChartColumns(1000).reduce(values)
    #expect(reduced[0] == nil && reduced[1] == nil && reduced[2]?.median == 1)
  }
}
