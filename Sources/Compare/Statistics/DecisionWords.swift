/// A row of the decision table as a sentence.
struct DecisionWords {
  private let result: WorkResult
  private let counting: [WorkResult.Cell]
  private let leaders: [String]

  /// - Parameters:
  ///   - result: the work.
  ///   - counting: its cells that could be judged.
  ///   - leaders: who is best in all of them.
  init(_ result: WorkResult, _ counting: [WorkResult.Cell], _ leaders: [String]) {
    self.result = result
    self.counting = counting
    self.leaders = leaders
  }

  /// As in: `For many idle connections: reactor, with 1/38 of thread's memory at 10,000 connections`.
  var sentence: String {
    let begin = "For \(result.situation)"
    guard !counting.isEmpty else { return "\(begin) nothing is decided\(obstacle)." }
    let missing = result.cells.count - counting.count
    let note = missing == 0 ? "" : " (\(missing) of \(result.cells.count) cells were not judged)"
    guard !leaders.isEmpty else { return "\(begin) it depends: \(stretches)\(note)." }
    let telling = counting.filter { !behind(in: $0).isEmpty }
    guard !telling.isEmpty else {
      return
        "\(begin) the choice is free: \(Factor.list(leaders)) tie on \(result.metric.name)\(note)."
    }
    let choice = "\(begin): \(leaders.joined(separator: " or "))"
    // The factors of a cell are against the one that leads there, which need not be one of those that
    // are best throughout: level with it is enough for them.
    guard let cell = telling.last(where: { leads(in: $0) }) else {
      return "\(choice), certainly behind nobody in any setting\(note)."
    }
    return "\(choice), with \(behind(in: cell)) \(result.metric.name) at \(cell.label)\(note)."
  }

  /// Whether one of those that are best throughout is ahead there.
  private func leads(in cell: WorkResult.Cell) -> Bool {
    cell.verdict.standings.first.map { leaders.contains($0.name) } ?? false
  }

  /// The nearest and the furthest of those that are certainly behind: `1.4 times async's and 12 times
  /// thread's`.
  private func behind(in cell: WorkResult.Cell) -> String {
    let behind = cell.verdict.standings.filter { !cell.verdict.leaders.contains($0.name) }
    guard let nearest = behind.first, let furthest = behind.last else { return "" }
    let named = nearest == furthest ? [nearest] : [nearest, furthest]
    return Factor.list(
      named.map { standing in
        let factor = Factor.of(standing.behind?.median ?? 1, result.metric.direction)
        return "\(factor) \(standing.name)'s"
      })
  }

  /// Who leads where: neighbouring cells with the same leaders are one stretch.
  private var stretches: String {
    var stretches: [(names: [String], from: String, to: String)] = []
    for cell in counting {
      let names = cell.verdict.leaders.sorted()
      if let last = stretches.last, last.names == names {
        stretches[stretches.count - 1].to = cell.label
      } else {
        stretches.append((names, cell.label, cell.label))
      }
    }
    return stretches.map { stretch in
      let place =
        stretch.from == stretch.to ? "at \(stretch.from)" : "from \(stretch.from) to \(stretch.to)"
      return "\(stretch.names.joined(separator: " or ")) \(place)"
    }.joined(separator: "; ")
  }

  /// Why nothing is: the first cell's reason.
  private var obstacle: String {
    guard let first = result.cells.first, case .nobody(let reason) = first.verdict.outcome
    else { return "" }
    return ": \(reason), at \(first.label)"
  }
}
