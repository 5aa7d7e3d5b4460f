internal import Reports

/// Which contestant suits which work: works down, contestants across.
struct DecisionTable {
  let record: ComparisonRecord

  private static let width = 100
  private static let widestColumn = 10

  /// The table, in parts where contestants are many, and what its marks mean.
  var text: String {
    guard !record.decisions.isEmpty, !record.contestants.isEmpty else { return "" }
    let legend =
      "*2x best, by so many times; = not told apart from the best; 1/38 so many times worse; "
      + "- not judged"
    return parts.map(table).joined(separator: "\n")
      + Paragraph.wrapped(legend, width: Self.width)
  }

  /// As many contestants as fit beside the works, as often as needed.
  private var parts: [ArraySlice<ContestantRecord>] {
    let first = record.decisions.map(\.work.count).max() ?? 0
    let each = record.contestants.map { column($0).map(\.count).max() ?? 0 }.max() ?? 0
    let most = max(1, (Self.width - min(first, 30)) / (max(each, 1) + 2))
    return stride(from: 0, to: record.contestants.count, by: most).map {
      record.contestants[$0..<min($0 + most, record.contestants.count)]
    }
  }

  private func table(_ contestants: ArraySlice<ContestantRecord>) -> String {
    var table = TextTable(
      [.left] + contestants.map { _ in .right },
      header: ["work"] + contestants.map { Self.fitted($0.name) }, width: Self.width)
    let columns = contestants.map { Array(column($0).dropFirst()) }
    for (index, decision) in record.decisions.enumerated() {
      table.add([decision.work] + columns.map { $0[index] })
    }
    return table.text
  }

  /// Its name, and a mark for each work.
  private func column(_ contestant: ContestantRecord) -> [String] {
    [Self.fitted(contestant.name)]
      + record.decisions.map { decision in
        guard let mark = decision.marks.first(where: { $0.contestant == contestant.name }) else {
          return "-"
        }
        return Self.fitted(Self.symbol(mark.kind) + (mark.kind == .unmeasured ? "" : mark.text))
      }
  }

  private static func symbol(_ kind: MarkRecord.Kind) -> String {
    switch kind {
    case .best: "*"
    case .tied: "="
    case .behind: ""
    case .unmeasured: "-"
    }
  }

  private static func fitted(_ text: String) -> String {
    text.count > widestColumn ? text.prefix(widestColumn - 1) + "…" : text
  }
}
