internal import Reports

/// A figure against what changes from cell to cell, a line per contestant.
struct WorkLines {
  private let experiment: ExperimentRecord
  private let index: Int
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ index: Int, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.index = index
    self.looks = looks
  }

  /// The plot; `nil` where there are not two places on the axis.
  ///
  /// Of cells with two coordinates those with the largest second one.
  func panel(_ key: FigureKey) -> HTMLPanel? {
    guard let axis = experiment.axis else { return nil }
    let second = experiment.cells.compactMap(\.y).max()
    let cells = experiment.cells.filter { $0.x != nil && $0.y == second }
      .sorted { ($0.x ?? 0) < ($1.x ?? 0) }
    let places = cells.compactMap(\.x)
    guard Set(places).count > 1 else { return nil }
    let title = key == experiment.metric.key ? experiment.metric.title : key.title
    var words = "\(title) against \(axis.title)"
    if Self.unit(axis) == .number { words += " (\(axis.unit))" }
    if let second, let name = experiment.secondAxis?.title {
      words += ", at \(ChartUnit.count.reading(second)) \(name)"
    }
    let chart = LineChart(
      id: "lines-\(index)-\(key.rawValue)", title: WorkPlots.heading(words),
      description: sentence(key), x: Self.axis(axis, places),
      headings: cells.map { ($0.x ?? 0, $0.label) }, unit: key.unit.chart,
      lines: looks.all.compactMap { line($0, key, cells) })
    return chart.lines.isEmpty ? nil : HTMLPanel(chart, sentence: "\(chart.description)")
  }

  private func sentence(_ key: FigureKey) -> String {
    let isBetter = key == experiment.metric.key ? experiment.metric.higherIsBetter : false
    let way = isBetter ? "Higher is better." : "Lower is better."
    return key == experiment.metric.key
      ? "\(way) Bars span the interval of each median." : way
  }

  private func line(
    _ look: ContestantLook, _ key: FigureKey, _ cells: [CellRecord]
  ) -> LineChart.Line? {
    let factor = key.unit.chartFactor
    let points = cells.compactMap { cell -> LineChart.Point? in
      guard let x = cell.x, let entry = cell.entry(look.name) else { return nil }
      let estimate = key == experiment.metric.key ? entry.estimate : nil
      guard let value = estimate?.median ?? entry.figures[key] else { return nil }
      return LineChart.Point(
        x: x, y: value * factor, low: estimate.map { $0.low * factor },
        high: estimate.map { $0.high * factor })
    }
    return points.isEmpty ? nil : LineChart.Line(look.key, points)
  }

  /// An axis that names each place; a zero has room at the foot of a logarithmic one.
  private static func axis(_ axis: AxisRecord, _ places: [Double]) -> ChartAxis {
    let unit = unit(axis)
    let scale = Self.scale(axis, places)
    if scale.law == .linear { return ChartAxis(scale, unit, at: ChartTicks.linear(scale, most: 8)) }
    // Names that would stand on each other are left out.
    var named: [Double] = []
    for place in places {
      let last = named.last.map { scale.position($0) } ?? -1
      if scale.position(place) - last > 0.055 { named.append(place) }
    }
    return ChartAxis(scale, unit, at: named)
  }

  private static func scale(_ axis: AxisRecord, _ places: [Double]) -> ChartScale {
    let positive = places.filter { $0 > 0 }
    guard axis.isLogarithmic, let least = positive.min(), let most = positive.max() else {
      return ChartScale(.linear, from: min(0, places.min() ?? 0), to: (places.max() ?? 1) * 1.02)
    }
    let foot = places.contains(0) ? least / 5 : least / 1.3
    return ChartScale(.logarithmic, from: foot, to: most * 1.3)
  }

  private static func unit(_ axis: AxisRecord) -> ChartUnit {
    switch axis.unit {
    case "µs": .microseconds
    case "s": .seconds
    case "bytes", "B": .bytes
    case "/s", "messages/s": .perSecond
    case "": .count
    default: .number
    }
  }
}
