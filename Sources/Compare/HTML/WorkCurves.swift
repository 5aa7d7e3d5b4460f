internal import Reports

/// The latency by percentile, a line per contestant.
struct WorkCurves {
  private let index: Int
  private let looks: ContestantLooks

  init(_ index: Int, _ looks: ContestantLooks) {
    self.index = index
    self.looks = looks
  }

  /// The plot of a cell; `nil` where it has no curves.
  func panel(_ cell: CellRecord) -> HTMLPanel? {
    let drawn = looks.all.compactMap { look -> (HTMLPanel.Key, PercentileChart.Line)? in
      guard let entry = cell.entry(look.name), !entry.curve.isEmpty else { return nil }
      let line = PercentileChart.Line(
        look.name, colour: look.classes, style: look.key.style, curve(entry),
        marker: look.key.marker)
      return (look.key, line)
    }
    guard !drawn.isEmpty else { return nil }
    let chart = PercentileChart(
      id: "curves-\(index)", title: "Latency by percentile, \(cell.label)",
      description: "Lower is better. Each nine of a percentile is as long as the one before.",
      lines: drawn.map(\.1))
    return HTMLPanel(
      title: chart.title, sentence: "\(chart.description)", keys: drawn.map(\.0),
      drawing: chart.drawing, isTall: true)
  }

  /// A curve through the points that the record holds; the largest value is its end.
  private func curve(_ entry: EntryRecord) -> PercentileCurve {
    let sorted = entry.curve.sorted { $0.x < $1.x }
    let last = sorted.last { $0.x < 1 }?.x ?? 0
    // As many values as the last percentile below the maximum needs.
    let count = min(max(10 / (1 - last), 10), 1e9).rounded()
    return PercentileCurve(
      count: Int(count), named: sorted.map { (percentile: $0.x * 100, microseconds: $0.y) })
  }
}
