internal import Reports

/// The latency of the tiny messages over time, a line per contestant.
struct WorkTimeline {
  private let experiment: ExperimentRecord
  private let index: Int
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ index: Int, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.index = index
    self.looks = looks
  }

  /// The plot of a cell; `nil` where it has no timelines.
  func panel(_ cell: CellRecord) -> HTMLPanel? {
    let present = looks.all.compactMap { look -> (look: ContestantLook, points: [PointRecord])? in
      guard let entry = cell.entry(look.name), !entry.timeline.isEmpty else { return nil }
      return (look, entry.timeline)
    }
    guard !present.isEmpty else { return nil }
    let begins = Set(present.flatMap { $0.points.map(\.x) }).sorted()
    let stretches = begins.enumerated().map { place, begin in
      begin...(place + 1 < begins.count ? begins[place + 1] : begin + step(begins))
    }
    let chart = TimeChart(
      id: "timeline-\(index)", title: "p99 over time, \(cell.label)",
      description: "What the others felt while it happened. Lower is better.",
      stretches: stretches,
      series: present.map { one in
        let byTime = Dictionary(one.points.map { ($0.x, $0.y) }) { $1 }
        return ChartSeries(
          one.look.name, colour: one.look.classes, style: one.look.key.style, reduction: .largest,
          values: begins.map { byTime[$0] })
      }, unit: .microseconds)
    return HTMLPanel(
      title: chart.title, sentence: "\(chart.description)", keys: present.map(\.look.key),
      drawing: chart.drawing, isTall: true)
  }

  private func step(_ begins: [Double]) -> Double {
    begins.count > 1 ? max(begins[1] - begins[0], 0.001) : 1
  }
}
