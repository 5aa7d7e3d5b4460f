import Reports

/// Two runs side by side for people, in 80 columns.
struct ComparisonTable {
  let comparison: RunComparison
  /// The files, as they were named.
  let names: (a: String, b: String)
  /// The conditions that are fulfilled, each with its figures.
  let firedGates: [String]
  let terminal: Terminal

  /// The whole report, ending in a newline.
  var text: String {
    var table = TextTable(
      [.left, .right, .right, .right, .left],
      header: ["", "A", "B", "change", "beyond noise"])
    for figure in comparison.figures {
      table.add(
        figure.label, figure.aText, figure.bText, figure.changeText, figure.verdictText)
    }
    let notes = comparison.notes.map { Paragraph.wrapped($0) }.joined()
    let gates = firedGates.map { terminal.styled(Paragraph.wrapped("FAILED: \($0)"), .bad) }
      .joined()
    let sections = ["A  \(names.a)\nB  \(names.b)\n", table.text, notes, gates]
    return terminal.spelled(
      sections.filter { !$0.isEmpty }.joined(separator: "\n") + "\n" + conclusion + "\n")
  }

  private var conclusion: String {
    if !firedGates.isEmpty {
      let count = firedGates.count
      return terminal.styled(count == 1 ? "a gate fired" : "\(count) gates fired", .bad)
    }
    let changed = comparison.figures.filter { $0.exceedsNoise == true }.map(\.label)
    return terminal.styled(
      changed.isEmpty
        ? "nothing changed beyond the noise"
        : "changed beyond the noise: \(changed.joined(separator: ", "))", .good)
  }
}
