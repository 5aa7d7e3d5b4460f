internal import Measurement

/// How the latencies are distributed: the percentile curve and the table of percentiles.
struct HTMLDistribution {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  private var isOpen: Bool { record.plan.model == "open" }

  var markup: Markup {
    guard record.messages > 0 || record.latency.max > 0 else { return "" }
    return "<section class=\"charts\">\(panel.markup)</section>"
  }

  private var panel: HTMLPanel {
    let (due, isWhole) = curve(.latency)
    var lines = [
      PercentileChart.Line(isOpen ? "from when it was due" : "latency", colour: "s2", due)
    ]
    var mark: (inverse: Double, text: String)?
    var sentence =
      "A closed loop: a message is due when it is sent, so both latencies are the same."
    if isOpen {
      let (sent, _) = curve(.service)
      lines.append(
        PercentileChart.Line("from when it was really sent", colour: "s1", style: .line, sent))
      if let parting = due.parting(from: sent) {
        if !parting.isFromTheBeginning {
          mark = (parting.begin, "part at \(ChartUnit.percentile.reading(parting.begin))")
        }
        sentence = Self.sentence(parting)
      } else {
        sentence =
          "They stay together: nowhere is one twice the other and a millisecond above it."
      }
    }
    let chart = PercentileChart(
      id: "percentiles", title: "Latency by percentile", description: sentence, lines: lines,
      mark: mark)
    return HTMLPanel(
      title: chart.title, sentence: "\(sentence)",
      keys: lines.map { HTMLPanel.Key(name: $0.name, colour: $0.colour, style: $0.style) },
      drawing: chart.drawing,
      remark: isWhole
        ? "" : "The record holds no distribution: the line joins the percentiles of the table.",
      isTall: true)
  }

  private static func sentence(_ parting: PercentileCurve.Parting) -> String {
    let widest = ChartUnit.percentile.reading(parting.widest)
    let upper = ChartUnit.microseconds.reading(parting.upper)
    let lower = ChartUnit.microseconds.reading(parting.lower)
    let begin =
      parting.isFromTheBeginning
      ? "They are apart from the beginning: a user waits longer"
      : "They part company at \(ChartUnit.percentile.reading(parting.begin)): from there on a user"
        + " waits longer"
    return "\(begin) than the server takes once it has the message. They are widest apart at"
      + " \(widest), \(upper) against \(lower)."
  }

  /// A distribution, and whether it is the whole of it.
  private func curve(_ kind: LatencyKind) -> (PercentileCurve, isWhole: Bool) {
    let figures = record[kind]
    if let histogram = try? record.histogram(kind), !histogram.isEmpty {
      return (PercentileCurve(histogram, largest: figures.max), true)
    }
    let named = [
      (0, figures.min), (50, figures.p50), (90, figures.p90), (99, figures.p99),
      (99.9, figures.p999), (99.99, figures.p9999), (100, figures.max),
    ]
    return (PercentileCurve(count: record.messages, named: named), false)
  }
}
