import Measurement
import Reports

/// What the difficult peers of a run saw, a row per kind.
enum CompanionTable {
  /// The table; nothing where there were none.
  static func text(_ record: RunRecord) -> String {
    guard !record.companions.isEmpty else { return "" }
    var table = TextTable(
      [.left] + Array(repeating: .right, count: 6),
      header: ["companions", "wanted", "open", "rounds", "ended by server", "refused", "wrong"])
    for companion in record.companions {
      let counts = [
        companion.wanted, companion.open, companion.rounds, companion.endedByServer,
        companion.refused, companion.wrong,
      ]
      let kind = companion.kind.replacing("_", with: " ")
      table.add(
        [kind == "idle" ? kind : kind + "s"] + counts.map { HumanFormat.count($0) })
    }
    return table.text
  }
}
