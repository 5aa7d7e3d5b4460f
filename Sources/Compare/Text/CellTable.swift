internal import Reports

/// What was measured at a cell, a row per contestant.
struct CellTable {
  let cell: CellRecord
  let metric: MetricRecord
  let contestants: [ContestantRecord]

  private static let width = 100
  private static let longestName = 20

  /// Entry by entry what a column shows.
  private struct Column {
    let title: String
    /// Whether it may go where there is no room: the page and the JSON have it.
    var isSpare = false
    let value: (EntryRecord) -> String?
  }

  /// The table, its verdict, and what there is to say about its entries.
  var text: String {
    let head = cell.label + "\n"
    if let skipped = cell.skipped {
      return head + Paragraph.wrapped("not run: \(skipped)", indent: 2, width: Self.width)
    }
    return head + table + verdict + sparse + remarks
  }

  private var entries: [EntryRecord] { contestants.compactMap { cell.entry($0.name) } }

  /// The table with as many columns as fit; a name is cut only where it alone is in the way.
  private var table: String {
    var columns = columns.filter { column in entries.contains { column.value($0) != nil } }
    while !columns.isEmpty {
      for gap in [2, 1] {
        let text = lines(columns, gap: gap)
        if text.split(separator: "\n").allSatisfy({ $0.count <= Self.width }) { return text }
      }
      columns.remove(at: columns.lastIndex(where: \.isSpare) ?? columns.count - 1)
    }
    return ""
  }

  private func lines(_ columns: [Column], gap: Int) -> String {
    var table = TextTable(
      [.left] + columns.map { _ in .right }, header: [""] + columns.map(\.title),
      width: .max, gap: gap)
    for entry in entries {
      table.add(
        [mark(entry) + Self.fitted(entry.contestant)] + columns.map { $0.value(entry) ?? "-" })
    }
    return table.text
  }

  private static func fitted(_ name: String) -> String {
    name.count > longestName ? name.prefix(longestName - 1) + "…" : name
  }

  /// What stands before a name: the best, those that tie with it, and what the remarks explain.
  private func mark(_ entry: EntryRecord) -> String {
    if entry.skipped != nil || entry.limit != nil || entry.isClientBound { return "! " }
    guard let verdict = cell.verdict, verdict.names.contains(entry.contestant) else { return "  " }
    switch verdict.kind {
    case .winner: return "* "
    case .tie: return "= "
    case .nobody: return "  "
    }
  }

  private var columns: [Column] {
    var columns = [
      Column(title: metric.key.shortTitle) { [metric] entry in
        (entry.estimate?.median ?? entry.figures[metric.key]).map {
          CompactFigure.text($0, metric.key.unit)
        }
      },
      Column(title: "interval") { [metric] entry in
        entry.estimate.map { CompactFigure.interval($0.low, $0.high, metric.key.unit) }
      },
    ]
    for key in [FigureKey.messagesPerSecond, .p50, .p99, .p999, .max] where key != metric.key {
      columns.append(
        Column(title: key.shortTitle, isSpare: key == .p999) { entry in
          entry.figures[key].map { CompactFigure.text($0, key.unit) }
        })
    }
    columns.append(
      Column(title: "cpu u/s") { CompactFigure.pair($0.figures[.userCPU], $0.figures[.systemCPU]) })
    columns.append(
      Column(title: "sw v/i") {
        CompactFigure.pair($0.figures[.voluntarySwitches], $0.figures[.involuntarySwitches])
      })
    for key in [FigureKey.pssBytesPerConnection, .threads, .processes] where key != metric.key {
      columns.append(
        Column(title: key.shortTitle, isSpare: key == .processes) { entry in
          entry.figures[key].map { CompactFigure.text($0, key.unit) }
        })
    }
    return columns
  }

  private var verdict: String {
    guard let verdict = cell.verdict else { return "" }
    return Paragraph.wrapped("-> \(verdict.sentence)", width: Self.width)
  }

  /// Figures that few cells have: a line each rather than a column.
  private var sparse: String {
    [FigureKey.offeredPerSecond, .acceptsPerSecond, .othersLost, .recovery, .errors, .mismatches]
      .filter { $0 != metric.key }
      .map { key -> String in
        let named = entries.compactMap { entry -> String? in
          guard let value = entry.figures[key], value > 0 else { return nil }
          return "\(entry.contestant) \(CompactFigure.text(value, key.unit))"
        }
        guard !named.isEmpty else { return "" }
        return Paragraph.wrapped(
          "   \(key.title): \(named.joined(separator: ", "))", indent: 3, width: Self.width)
      }.joined()
  }

  private var remarks: String {
    entries.flatMap { entry in
      entry.remarks.map { remark in
        Paragraph.wrapped("! \(entry.contestant) \(remark)", indent: 0, width: Self.width)
      }
    }.joined()
  }
}
