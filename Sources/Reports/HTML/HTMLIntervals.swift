/// The measured time in figures, for those who want more than a line; folded away at first.
struct HTMLIntervals {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  /// Rows that a reader would still scroll through; the record at the page's end has all.
  private static let most = 120

  var markup: Markup {
    guard (2...Self.most).contains(record.intervals.count) else { return "" }
    let hasTarget = record.intervals.contains { $0.targetPerSecond != nil }
    let rows = record.intervals.enumerated().map { index, one in
      (ChartUnit.seconds.reading(one.startSeconds), cells(index, one, hasTarget))
    }
    let table = HTMLTables.grid(
      ["From", "Rate"] + (hasTarget ? ["Target"] : [])
        + ["Median", "p99", "Largest", "Failures", "Connections"], rows)
    return """
      <details class="panel" id="intervals"><summary>Interval by interval</summary>\(table)</details>

      """
  }

  private func cells(_ index: Int, _ one: IntervalRecord, _ hasTarget: Bool) -> [Markup] {
    let way = "intervals.\(index)"
    func latency(_ name: String, _ value: Double) -> Markup {
      one.messages > 0 ? HTMLFigure.latency("\(way).latency_us.\(name)", value) : "–"
    }
    var cells = [HTMLFigure.rate("\(way).messages_per_second", one.messagesPerSecond)]
    if hasTarget {
      cells.append(
        one.targetPerSecond.map { HTMLFigure.rate("\(way).target_per_second", $0) } ?? "–")
    }
    return cells + [
      latency("p50", one.latency.p50), latency("p99", one.latency.p99),
      latency("max", one.latency.max),
      HTMLFigure.count("\(way).failures", one.failures),
      HTMLFigure.count("\(way).connections", one.connections),
    ]
  }
}
