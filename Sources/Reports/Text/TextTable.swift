/// A table of text in aligned columns, for reports that people read.
package struct TextTable {
  /// How the cells of a column stand.
  package enum Alignment: Sendable {
    /// Words.
    case left
    /// Figures, so that their digits stand under each other.
    case right
  }

  private let alignments: [Alignment]
  private let width: Int
  private let gap: Int
  private var rows: [[String]] = []
  private var hasHeader = false

  /// - Parameters:
  ///   - alignments: one per column.
  ///   - header: the names of the columns, underlined; none for a list of names and values.
  ///   - width: the widest line; a left column gives way if a line would be wider.
  ///   - gap: blanks between columns.
  package init(
    _ alignments: [Alignment], header: [String] = [], width: Int = 80, gap: Int = 2
  ) {
    self.alignments = alignments
    self.width = width
    self.gap = gap
    if !header.isEmpty {
      hasHeader = true
      add(header)
    }
  }

  /// Adds a row; missing cells are empty.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count <= alignments.count, "a row of \(cells.count) in \(alignments.count)")
    rows.append(cells + Array(repeating: "", count: alignments.count - cells.count))
  }

  /// Adds a row, cell by cell.
  package mutating func add(_ cells: String...) { add(cells) }

  /// The whole table; every line ends in a newline, none in a space.
  package var text: String {
    let widths = columnWidths()
    var lines = rows.map { line($0, widths) }
    if hasHeader {
      let rule = widths.map { String(repeating: "-", count: $0) }
      lines.insert(line(rule, widths), at: 1)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Each column as wide as its widest cell; if that is too wide together, the widest left column
  /// is cut: a figure must never lose a digit.
  private func columnWidths() -> [Int] {
    var widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let excess = widths.reduce(0, +) + gap * (widths.count - 1) - width
    let left = alignments.indices.filter { alignments[$0] == .left }
    if excess > 0, let widest = left.max(by: { widths[$0] < widths[$1] }) {
      widths[widest] = max(8, widths[widest] - excess)
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let fitted = cell.count > widths[column] ? cell.prefix(widths[column] - 1) + "…" : cell
      let padding = String(repeating: " ", count: widths[column] - fitted.count)
      if column > 0 { line += String(repeating: " ", count: gap) }
      line += alignments[column] == .left ? fitted + padding : padding + fitted
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
