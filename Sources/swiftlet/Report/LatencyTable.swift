import Measurement
import Reports

/// The latencies of a run side by side: a row per percentile, a column per way to measure.
enum LatencyTable {
  private static let rows = ["min", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max"]

  /// The table; nothing where nothing was measured.
  static func text(_ record: RunRecord) -> String {
    let candidates: [(name: String, kind: LatencyKind)] = [
      ("latency", .latency), ("service", .service), ("first byte", .firstByte),
      ("connect", .connect),
    ]
    let columns = candidates.filter { saysSomething($0.kind, record) }
    guard !columns.isEmpty else { return "" }
    var table = TextTable(
      [.left] + columns.map { _ in .right }, header: [""] + columns.map(\.name))
    let figures = columns.map { record[$0.kind].named.map(\.microseconds) }
    for (row, name) in rows.enumerated() {
      table.add([name] + figures.map { HumanFormat.duration(nanoseconds: $0[row] * 1000) })
    }
    return table.text
  }

  /// In a closed loop a message is due when it is sent: its two latencies are one.
  private static func saysSomething(_ kind: LatencyKind, _ record: RunRecord) -> Bool {
    if record[kind].max == 0 { return false }
    return kind != .service || record.plan.model == "open"
  }
}
