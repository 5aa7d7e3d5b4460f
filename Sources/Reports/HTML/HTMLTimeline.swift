internal import Measurement

/// What happened over time: throughput, latency, errors, connections.
struct HTMLTimeline {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  private var intervals: [IntervalRecord] { record.intervals }

  private var stretches: [ClosedRange<Double>] {
    intervals.map { $0.startSeconds...($0.startSeconds + $0.durationSeconds) }
  }

  var markup: Markup {
    guard !intervals.isEmpty else { return "" }
    return "<section class=\"charts\">\(panels)</section>"
  }

  private var panels: [Markup] {
    var panels = [throughput.markup]
    if intervals.contains(where: { $0.messages > 0 }) { panels.append(latency.markup) }
    if intervals.contains(where: { $0.failures > 0 }) { panels.append(failures.markup) }
    if Set(intervals.map(\.connections)).count > 1 { panels.append(connections.markup) }
    return panels
  }

  private func chart(
    _ id: String, _ title: String, _ sentence: String, _ unit: ChartUnit, _ series: [ChartSeries]
  ) -> HTMLPanel {
    let chart = TimeChart(
      id: id, title: title, description: sentence, stretches: stretches, series: series,
      unit: unit)
    return HTMLPanel(chart, sentence: "\(sentence)")
  }

  private var throughput: HTMLPanel {
    var series = [
      ChartSeries("achieved", colour: "s1", values: intervals.map(\.messagesPerSecond))
    ]
    if intervals.contains(where: { $0.targetPerSecond != nil }) {
      series.append(
        ChartSeries(
          "target", colour: "target", style: .dashed, values: intervals.map(\.targetPerSecond)))
    }
    return chart("throughput", "Throughput over time", rates, .perSecond, series)
  }

  private var rates: String {
    let rates = intervals.map(\.messagesPerSecond)
    let low = ChartUnit.perSecond.reading(rates.min() ?? 0)
    let high = ChartUnit.perSecond.reading(rates.max() ?? 0)
    return low == high
      ? "\(high) throughout." : "Between \(low) and \(high), \(stretch) by \(stretch)."
  }

  /// What an interval is called.
  private var stretch: String {
    let length = intervals.first?.durationSeconds ?? 1
    return (0.95...1.05).contains(length) ? "second" : "interval"
  }

  private var latency: HTMLPanel {
    func values(_ figure: (LatencyFigures) -> Double) -> [Double?] {
      intervals.map { $0.messages > 0 ? figure($0.latency) : nil }
    }
    return chart(
      "latency", "Latency over time", extremes, .microseconds,
      [
        ChartSeries(
          "largest", colour: "s3", style: .thin, reduction: .largest, values: values(\.max)),
        ChartSeries("p99", colour: "s2", values: values(\.p99)),
        ChartSeries("median", colour: "s1", values: values(\.p50)),
      ])
  }

  private var extremes: String {
    guard
      let worst = intervals.filter({ $0.messages > 0 }).max(by: {
        $0.latency.max < $1.latency.max
      })
    else { return "" }
    let largest = ChartUnit.microseconds.reading(worst.latency.max)
    let when = ChartUnit.seconds.tick(worst.startSeconds)
    let from = record.plan.model == "open" ? "due" : "sent"
    let begin = "From when a message was \(from) to its reply."
    if intervals.count == 1 { return begin }
    return "\(begin) The largest, \(largest), came in the \(stretch) from \(when) on."
  }

  private var failures: HTMLPanel {
    let bad = intervals.filter { $0.failures > 0 }
    let count = bad.reduce(0) { $0 + $1.failures }
    return chart(
      "failures", "Errors over time",
      "\(plural(count, "error")) and mismatches in "
        + "\(plural(bad.count, stretch)) of \(HumanFormat.count(intervals.count)).",
      .count,
      [
        ChartSeries(
          "errors and mismatches", colour: "error", style: .bars, reduction: .sum,
          values: intervals.map { Double($0.failures) })
      ])
  }

  private var connections: HTMLPanel {
    let counts = intervals.map(\.connections)
    return chart(
      "connections", "Connections over time",
      "Between \(HumanFormat.count(counts.min() ?? 0)) and "
        + "\(plural(counts.max() ?? 0, "connection")) open.",
      .count,
      [ChartSeries("open", colour: "s1", values: counts.map { Double($0) })])
  }
}
