internal import Measurement
internal import Reports

/// Every figure of a work, a table per cell, folded away at first.
struct WorkTables {
  private let experiment: ExperimentRecord
  private let index: Int
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ index: Int, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.index = index
    self.looks = looks
  }

  var markup: Markup {
    guard !experiment.cells.isEmpty else { return "" }
    let tables = experiment.cells.indices.map(table)
    let title = plural(experiment.cells.count, "table")
    return """
      <details class="panel"><summary>All figures, in \(title)</summary>
      \(tables)</details>
      """
  }

  private func table(_ place: Int) -> Markup {
    let cell = experiment.cells[place]
    let verdict: Markup = cell.verdict.map { "<p class=\"remark\">\($0.sentence)</p>" } ?? ""
    let skipped: Markup = cell.skipped.map { "<p class=\"remark\">Not run: \($0)</p>" } ?? ""
    return "<h3>\(cell.label)</h3>\(skipped)\(cell.entries.isEmpty ? "" : grid(place))\(verdict)\n"
  }

  private func grid(_ place: Int) -> Markup {
    let cell = experiment.cells[place]
    let columns = columns(cell)
    let rows = cell.entries.enumerated().map { number, entry in
      let way = "experiments.\(index).cells.\(place).entries.\(number)"
      return (
        name: name(entry, cell.verdict),
        cells: [estimate(entry, way)] + columns.map { figures($0.keys, entry, way) }
      )
    }
    let titles: [Markup] = columns.map { "\($0.title)" }
    return HTMLGrid.table(
      ["", "<b>\(experiment.metric.title)</b>"] + titles, rows, classes: "figures")
  }

  /// What the columns show: figures that belong together in one, and none that nobody has.
  private func columns(_ cell: CellRecord) -> [(title: String, keys: [FigureKey])] {
    FigureKey.allCases.compactMap { key -> (title: String, keys: [FigureKey])? in
      let values = cell.entries.compactMap { $0.figures[key] }
      switch key {
      case experiment.metric.key, .systemCPU, .involuntarySwitches: return nil
      case .errors, .mismatches: return values.contains { $0 > 0 } ? (key.title, [key]) : nil
      case .userCPU:
        return values.isEmpty ? nil : ("CPU user + system", [.userCPU, .systemCPU])
      case .voluntarySwitches:
        return values.isEmpty
          ? nil : ("switches vol. + invol.", [.voluntarySwitches, .involuntarySwitches])
      default: return values.isEmpty ? nil : (key.title, [key])
      }
    }
  }

  private func figures(_ keys: [FigureKey], _ entry: EntryRecord, _ way: String) -> Markup {
    let shown = keys.compactMap { key in
      entry.figures[key].map { Self.figure("\(way).figures.\(key.rawValue)", $0, key.unit) }
    }
    guard let first = shown.first else { return "–" }
    return shown.dropFirst().reduce(first) { "\($0) + \($1)" }
  }

  private func name(_ entry: EntryRecord, _ verdict: VerdictRecord?) -> Markup {
    let label = looks[entry.contestant]?.label ?? "\(entry.contestant)"
    guard let verdict, verdict.names.contains(entry.contestant) else { return label }
    return "\(label)<span class=\"star\"> \(verdict.kind == .winner ? "★" : "≈")</span>"
  }

  /// The figure that decides, with its interval.
  private func estimate(_ entry: EntryRecord, _ way: String) -> Markup {
    let unit = experiment.metric.key.unit
    guard let estimate = entry.estimate else {
      return entry.limit != nil ? "limit" : entry.skipped != nil ? "not measured" : "–"
    }
    let doubt: Markup = entry.isClientBound ? " <span class=\"doubt\">client</span>" : ""
    return """
      <b>\(Self.figure("\(way).estimate.median", estimate.median, unit))</b> \
      <span class="interval">\(Self.figure("\(way).estimate.low", estimate.low, unit)) – \
      \(Self.figure("\(way).estimate.high", estimate.high, unit))</span>\(doubt)
      """
  }

  /// A figure, exact for programs, in its unit for people.
  static func figure(_ way: String, _ value: Double, _ unit: FigureKey.Unit) -> Markup {
    HTMLFigure.data(way, value, text(value, unit))
  }

  /// A figure in its unit.
  static func text(_ value: Double, _ unit: FigureKey.Unit) -> String {
    switch unit {
    case .perSecond: ChartUnit.perSecond.reading(value)
    case .bytesPerSecond: HumanFormat.byteRate(value)
    case .microseconds: HumanFormat.duration(nanoseconds: value * 1000)
    case .milliseconds: HumanFormat.duration(nanoseconds: value * 1e6)
    case .bytes: HTMLFigure.memory(value)
    case .count: HumanFormat.count(rounding: value)
    case .perMessage: trimmed(value, 3)
    }
  }
}

extension FigureKey.Unit {
  /// The same on an axis.
  var chart: ChartUnit {
    switch self {
    case .perSecond: .perSecond
    case .bytesPerSecond: .bytesPerSecond
    case .microseconds, .milliseconds: .microseconds
    case .bytes: .bytes
    case .count: .count
    case .perMessage: .number
    }
  }

  /// What a figure is multiplied by to be in that axis' unit.
  var chartFactor: Double { self == .milliseconds ? 1000 : 1 }
}
