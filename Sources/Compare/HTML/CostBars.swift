internal import Reports

/// What a message or a connection costs the server at a cell, a bar per contestant.
struct CostBars {
  /// A cost.
  enum Cost {
    /// CPU time per message, its own and the kernel's.
    case cpu
    /// Context switches per message, voluntary and involuntary.
    case switches
    /// Memory per connection.
    case memory

    /// Its parts.
    var keys: [FigureKey] {
      switch self {
      case .cpu: [.userCPU, .systemCPU]
      case .switches: [.voluntarySwitches, .involuntarySwitches]
      case .memory: [.pssBytesPerConnection]
      }
    }

    fileprivate var title: String {
      switch self {
      case .cpu: "Server CPU time per message"
      case .switches: "Context switches per message"
      case .memory: "Memory per connection"
      }
    }

    fileprivate var sentence: String {
      switch self {
      case .cpu: "In its own code and in the kernel. Less is better."
      case .switches: "Because a thread waited, and because its time was up. Less is better."
      case .memory: "Proportional set size; the axis is logarithmic. Less is better."
      }
    }

    fileprivate var parts: [String] {
      switch self {
      case .cpu: ["user", "system"]
      case .switches: ["voluntary", "involuntary"]
      case .memory: []
      }
    }
  }

  private let cell: CellRecord
  private let id: String
  private let looks: ContestantLooks

  init(_ cell: CellRecord, _ id: String, _ looks: ContestantLooks) {
    self.cell = cell
    self.id = id
    self.looks = looks
  }

  /// The plot.
  func panel(_ cost: Cost) -> HTMLPanel {
    let unit = cost.keys[0].unit
    let chart = BarChart(
      id: "cost-\(id)-\(cost.keys[0].rawValue)", title: "\(cost.title), \(cell.label)",
      description: cost.sentence, unit: unit.chart, isLogarithmic: cost == .memory,
      bars: looks.all.compactMap { look in
        cell.entry(look.name).map { bar(look, $0, cost) }
      })
    let keys = cost.parts.enumerated().map { index, name in
      HTMLPanel.Key(name: name, colour: "key part\(index)", style: .bars)
    }
    return HTMLPanel(chart, sentence: "\(cost.sentence)", keys: keys)
  }

  private func bar(_ look: ContestantLook, _ entry: EntryRecord, _ cost: Cost) -> BarChart.Bar {
    let parts = cost.keys.compactMap { entry.figures[$0] }
    guard parts.count == cost.keys.count else {
      return BarChart.Bar(
        look.name, colour: look.classes, parts: [],
        text: entry.limit != nil ? "at its limit" : "not measured",
        reading: "\(look.name): \(entry.remarks.first ?? "not measured")")
    }
    let unit = cost.keys[0].unit
    let named = zip(cost.parts, parts).map { "\($0) \(WorkTables.text($1, unit))" }
    let total = WorkTables.text(parts.reduce(0, +), unit)
    let reading = named.isEmpty ? total : "\(total): \(named.joined(separator: ", "))"
    return BarChart.Bar(
      look.name, colour: look.classes, parts: parts, text: total,
      reading: "\(look.name): \(reading)")
  }
}
