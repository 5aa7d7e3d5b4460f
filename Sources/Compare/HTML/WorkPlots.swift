internal import Reports

/// Which plots a work has: those that its figures can fill.
struct WorkPlots {
  private let experiment: ExperimentRecord
  private let index: Int
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ index: Int, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.index = index
    self.looks = looks
  }

  /// In the order in which they stand on the page.
  var panels: [HTMLPanel] {
    guard !experiment.cells.isEmpty else { return [] }
    return deciding + latency + timelines + curves + costs + recovery
  }

  /// The figure that decides: against the axis where there is one, else bars for each cell.
  private var deciding: [HTMLPanel] {
    if let lines = WorkLines(experiment, index, looks).panel(experiment.metric.key) {
      return [lines]
    }
    return experiment.cells.indices.compactMap { bars(experiment.metric.key, cell: $0) }
  }

  /// Load against latency, where a load was offered and something else decides.
  private var latency: [HTMLPanel] {
    guard experiment.metric.key != .p99,
      experiment.cells.contains(where: { cell in
        cell.entries.contains { $0.figures[.offeredPerSecond] != nil }
      })
    else { return [] }
    return [WorkLines(experiment, index, looks).panel(.p99)].compactMap { $0 }
  }

  /// Of the first few cells that have them.
  private var timelines: [HTMLPanel] {
    let panels = experiment.cells.enumerated().compactMap { place, cell in
      WorkTimeline("\(index)-\(place)", looks).panel(cell)
    }
    return Array(panels.prefix(3))
  }

  /// The cell with the most curves; of several the last.
  private var curves: [HTMLPanel] {
    let most = experiment.cells.reversed().max { Self.curves($0) < Self.curves($1) }
    return [most.flatMap { WorkCurves(index, looks).panel($0) }].compactMap { $0 }
  }

  private static func curves(_ cell: CellRecord) -> Int {
    cell.entries.count { !$0.curve.isEmpty }
  }

  /// What a message and a connection cost the server.
  private var costs: [HTMLPanel] {
    switch experiment.work {
    case "connections":
      return [cost(.cpu), cost(.switches), cost(.memory)].compactMap { $0 }
    case "churn": return [cost(.cpu), cost(.switches)].compactMap { $0 }
    case "idle": return [cost(.memory)].compactMap { $0 }
    default: return []
    }
  }

  private func cost(_ cost: CostBars.Cost) -> HTMLPanel? {
    // The last cell that most could take part in.
    let keys = cost.keys
    func present(_ cell: CellRecord) -> Int {
      cell.entries.count { entry in keys.allSatisfy { entry.figures[$0] != nil } }
    }
    let most = experiment.cells.map(present).max() ?? 0
    guard most > 0, let place = experiment.cells.lastIndex(where: { present($0) == most }) else {
      return nil
    }
    return CostBars(experiment.cells[place], "\(index)-\(place)", looks).panel(cost)
  }

  private var recovery: [HTMLPanel] {
    guard experiment.metric.key != .recovery else { return [] }
    return experiment.cells.indices.compactMap { place in
      let isThere = experiment.cells[place].entries.contains { $0.figures[.recovery] != nil }
      return isThere ? bars(.recovery, cell: place) : nil
    }
  }

  private func bars(_ key: FigureKey, cell place: Int) -> HTMLPanel? {
    FigureBars(experiment, key, "\(index)-\(place)", looks).panel(experiment.cells[place])
  }

  /// With a capital at its beginning, but for a name such as `p99`.
  static func heading(_ words: String) -> String {
    guard words.dropFirst().first?.isLetter == true else { return words }
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
