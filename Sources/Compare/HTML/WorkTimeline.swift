internal import Reports

/// The latency of the tiny messages over time, a line per contestant.
struct WorkTimeline {
  private let id: String
  private let looks: ContestantLooks

  init(_ id: String, _ looks: ContestantLooks) {
    self.id = id
    self.looks = looks
  }

  /// The plot of a cell; `nil` where it has no timelines.
  func panel(_ cell: CellRecord) -> HTMLPanel? {
    let present = looks.all.compactMap { look -> (look: ContestantLook, points: [PointRecord])? in
      guard let entry = cell.entry(look.name), !entry.timeline.isEmpty else { return nil }
      return (look, entry.timeline)
    }
    guard !present.isEmpty else { return nil }
    let times = Set(present.flatMap { $0.points.map(\.x) }).sorted()
    let chart = LineChart(
      id: "timeline-\(id)", title: "p99 over time, \(cell.label)",
      description: "What the others felt while it happened. Lower is better.",
      x: .time(from: times.first ?? 0, to: times.last ?? 1),
      headings: times.map { ($0, ChartUnit.seconds.reading($0)) }, unit: .microseconds,
      lines: present.map { look, points in
        LineChart.Line(
          look.key, points.sorted { $0.x < $1.x }.map { LineChart.Point(x: $0.x, y: $0.y) })
      })
    return HTMLPanel(chart, sentence: "\(chart.description)")
  }
}
