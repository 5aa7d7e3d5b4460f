internal import Reports

/// A figure of a cell, a bar per contestant.
struct FigureBars {
  private let experiment: ExperimentRecord
  private let key: FigureKey
  private let id: String
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ key: FigureKey, _ id: String, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.key = key
    self.id = id
    self.looks = looks
  }

  /// The plot; `nil` where nobody has the figure.
  func panel(_ cell: CellRecord) -> HTMLPanel? {
    let entries = looks.all.compactMap { look in cell.entry(look.name).map { (look, $0) } }
    let values = entries.compactMap { $0.1.figures[key] }
    guard !values.isEmpty else { return nil }
    let isDeciding = key == experiment.metric.key
    let title = isDeciding ? experiment.metric.title : key.title
    let isBetter = isDeciding && experiment.metric.higherIsBetter
    let positive = values.filter { $0 > 0 }
    let isWide = (positive.max() ?? 1) / (positive.min() ?? 1) > 50
    var sentence = isBetter ? "More is better." : "Less is better."
    if isWide { sentence += " The axis is logarithmic." }
    let chart = BarChart(
      id: "bars-\(id)-\(key.rawValue)",
      title: WorkPlots.heading("\(title), \(cell.label)"),
      description: sentence, unit: key.unit.chart, isLogarithmic: isWide,
      bars: entries.map { bar($0, $1, isDeciding) })
    return HTMLPanel(chart, sentence: "\(sentence)")
  }

  private func bar(
    _ look: ContestantLook, _ entry: EntryRecord, _ isDeciding: Bool
  ) -> BarChart.Bar {
    guard let value = entry.figures[key] else {
      let why = entry.limit != nil ? "at its limit" : "not measured"
      return BarChart.Bar(
        look.name, colour: look.classes, parts: [], text: why,
        reading: "\(look.name): \(entry.remarks.first ?? why)")
    }
    let factor = key.unit.chartFactor
    var text = WorkTables.text(value, key.unit)
    var reading = "\(look.name): \(text)"
    var interval: ClosedRange<Double>?
    if isDeciding, let estimate = entry.estimate, estimate.low <= estimate.high {
      interval = estimate.low * factor...estimate.high * factor
      reading += " (\(WorkTables.text(estimate.low, key.unit)) – "
      reading += "\(WorkTables.text(estimate.high, key.unit)))"
    }
    if entry.isClientBound {
      text += " (client)"
      reading += ", \(entry.remarks.last ?? "")"
    }
    return BarChart.Bar(
      look.name, colour: look.classes, parts: [value * factor], interval: interval, text: text,
      reading: reading)
  }
}
