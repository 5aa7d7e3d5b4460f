import Foundation
import Testing

@testable import Reports

/// Charts of measured points and of bars.
struct MeasuredChartTests {
  private func key(_ name: String, _ marker: ChartMarker) -> HTMLPanel.Key {
    HTMLPanel.Key(name: name, colour: "s1", style: .line, marker: marker)
  }

  private func lines(_ points: [LineChart.Point]) -> String {
    LineChart(
      id: "one", title: "One", description: "It is one.",
      x: ChartAxis(ChartScale(.logarithmic, from: 1, to: 100), .count, at: [1, 10, 100]),
      headings: [(1, "1 thing"), (10, "10 things"), (100, "100 things")], unit: .perSecond,
      lines: [LineChart.Line(key("first", .square), points)]
    ).drawing.text
  }

  @Test func aPointHasItsIntervalItsMarkerAndItsReading() {
    let drawing = lines([
      LineChart.Point(x: 1, y: 50, low: 40, high: 60), LineChart.Point(x: 100, y: 100),
    ])
    #expect(drawing.contains("first: 50/s (40/s – 60/s)</title>"))
    #expect(drawing.contains(">100 things\nfirst: 100/s</title>"))
    // Nobody was measured at 10, and the read-out says no more than that.
    #expect(drawing.contains(">10 things</title>"))
    #expect(drawing.components(separatedBy: "class=\"interval s1\"").count == 2)
    #expect(drawing.components(separatedBy: "class=\"m square s1\"").count == 3)
    #expect(drawing.contains("data-at=\"50%\" x=\"25%\" width=\"50%\""))
  }

  @Test func anIntervalThatIsNoneIsNotDrawn() {
    #expect(LineChart.Point(x: 1, y: 2, low: 3, high: 1).interval == nil)
    #expect(LineChart.Point(x: 1, y: 2, low: 1, high: 3).interval == 1...3)
    #expect(lines([]).contains("id=\"one\""))
  }

  @Test func ofManyPointsSomeAreMarked() {
    let drawing = lines((1...1000).map { LineChart.Point(x: Double($0) / 10, y: 1) })
    #expect(drawing.components(separatedBy: "class=\"m square").count - 1 <= 24)
  }

  private func bars(_ bars: [BarChart.Bar], _ unit: ChartUnit, log: Bool = false) -> String {
    BarChart(
      id: "bars", title: "Bars", description: "They are bars.", unit: unit, isLogarithmic: log,
      bars: bars
    ).drawing.text
  }

  @Test func partsOfABarStandBesideEachOther() {
    let drawing = bars(
      [BarChart.Bar("a", colour: "s1", parts: [1, 3], text: "4 µs", reading: "a: 4 µs")],
      .microseconds)
    let begins = drawing.components(separatedBy: "<rect class=\"part").dropFirst().map {
      $0.components(separatedBy: "x=\"")[1].prefix { $0 != "\"" }
    }
    #expect(begins == ["0%", "22.22%"])
    #expect(drawing.contains("<title>a: 4 µs</title>"))
  }

  @Test func whatIsAbsentSaysWhy() {
    let drawing = bars(
      [
        BarChart.Bar("a", colour: "s1", parts: [], text: "at its limit", reading: "a: limit"),
        BarChart.Bar("a-very-long-name", colour: "s2", parts: [5], text: "5", reading: "b: 5"),
      ], .count)
    #expect(drawing.contains("class=\"value absent\" x=\"0%\""))
    #expect(drawing.contains(">a-very-lo…</text>"))
  }

  /// The smallest has a length on a logarithmic axis too, and nothing has none.
  @Test func theSmallestHasALength() {
    let drawing = bars(
      [1, 800, 0].map {
        BarChart.Bar("a", colour: "s1", parts: [$0], text: "", reading: "")
      }, .bytes, log: true)
    let widths = drawing.components(separatedBy: "width=\"").dropFirst(1).compactMap { piece in
      Double(piece.prefix { $0 != "%" && $0 != "\"" })
    }.filter { $0 < 100 }
    #expect(widths.count == 3 && widths[0] > 5 && widths[1] > 80 && widths[2] == 0)
  }

  @Test func bytesAreNamedInTheirUnits() {
    let names = { (ticks: [Double]) in ticks.map { ChartUnit.bytes.tick($0) } }
    let wide = ChartScale(.logarithmic, from: 50, to: 500_000)
    #expect(
      names(ChartTicks.logarithmic(wide, .bytes, most: 8)) == [
        "100\u{A0}B", "1\u{A0}KiB", "10\u{A0}KiB", "100\u{A0}KiB",
      ])
    let flat = ChartScale(.linear, from: 0, to: 3_000_000)
    #expect(
      names(ChartTicks.linear(flat, .bytes, most: 4)) == ["0", "1\u{A0}MiB", "2\u{A0}MiB"])
    #expect(ChartUnit.bytesPerSecond.tick(5e6) == "5\u{A0}MB/s")
    #expect(ChartUnit.number.reading(1.25) == "1.25")
  }
}
