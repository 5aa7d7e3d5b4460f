internal import Reports

/// Who wins where, over two coordinates: a plot that is its own table.
struct WinnerMap {
  private let experiment: ExperimentRecord
  private let looks: ContestantLooks

  init(_ experiment: ExperimentRecord, _ looks: ContestantLooks) {
    self.experiment = experiment
    self.looks = looks
  }

  var markup: Markup {
    guard let axis = experiment.axis, let second = experiment.secondAxis else { return "" }
    let places = Set(experiment.cells.compactMap(\.x)).sorted()
    let heights = Set(experiment.cells.compactMap(\.y)).sorted(by: >)
    guard !places.isEmpty, !heights.isEmpty else { return "" }
    let head = places.map { place -> Markup in
      "<th scope=\"col\">\(Self.text(place, axis))</th>"
    }
    let rows = heights.map { height -> Markup in
      let cells = places.map { place in
        cell(experiment.cells.first { $0.x == place && $0.y == height })
      }
      return "<tr><th scope=\"row\">\(Self.text(height, second))</th>\(cells)</tr>\n"
    }
    return """
      <figure class="panel"><figcaption><h2>Who wins where</h2>\
      <p>Down: \(second.title). Across: \(axis.title). A name alone wins by more than the noise; \
      where several are named, they are not told apart.</p></figcaption>
      <div class="scroll"><table class="heat"><thead><tr><td></td>\(head)</tr></thead><tbody>
      \(rows)</tbody></table></div></figure>
      """
  }

  private static func text(_ value: Double, _ axis: AxisRecord) -> String {
    switch axis.unit {
    case "µs": ChartUnit.microseconds.tick(value)
    case "bytes", "B": ChartUnit.bytes.tick(value)
    case "": ChartUnit.count.reading(value)
    default: "\(trimmed(value, 3)) \(axis.unit)"
    }
  }

  private func cell(_ cell: CellRecord?) -> Markup {
    guard let cell, let verdict = cell.verdict, verdict.kind != .nobody,
      let first = verdict.names.first
    else { return "<td class=\"nobody\">–</td>" }
    if verdict.kind == .winner, let look = looks[first] {
      let ratio = verdict.ratio.map { "\(trimmed($0, 2))×" } ?? ""
      return """
        <td class="won \(look.classes)" title="\(verdict.sentence)">\(look.label)\
        <span class="by">\(ratio)</span></td>
        """
    }
    // In the order of the page, so that neighbouring cells can be compared.
    let tied = looks.all.filter { verdict.names.contains($0.name) }.map(\.label)
    return "<td class=\"tie\" title=\"\(verdict.sentence)\">\(tied)</td>"
  }
}
