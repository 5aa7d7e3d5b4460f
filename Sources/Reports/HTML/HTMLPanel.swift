internal import Measurement

/// A chart with all that belongs to it: its name, a sentence, the key, the drawing, and a remark.
struct HTMLPanel {
  /// What stands for a line of the chart.
  struct Key {
    let name: String
    let colour: String
    let style: ChartSeries.Style
  }

  let title: String
  let sentence: Markup
  let keys: [Key]
  let drawing: Markup
  var remark = ""
  var isTall = false

  var markup: Markup {
    """
    <figure class="panel\(isTall ? " tall" : "")">
    <figcaption><h2>\(title)</h2><p>\(sentence)</p>\(key)</figcaption>
    \(drawing)
    \(below)
    </figure>
    """
  }

  private var key: Markup {
    guard keys.count > 1 else { return "" }
    let items = keys.map { key -> Markup in
      """
      <li><svg class="swatch" width="26" height="10" aria-hidden="true">\
      <path class="\(key.style.rawValue) \(key.colour)" d="M1 5H25"/></svg>\(key.name)</li>
      """
    }
    return "<ul class=\"key\">\(items)</ul>"
  }

  private var below: Markup {
    remark.isEmpty ? "" : "<p class=\"remark\">\(remark)</p>"
  }
}

extension HTMLPanel {
  /// A panel with a chart of values over time.
  init(_ chart: TimeChart, sentence: Markup) {
    self.init(
      title: chart.title, sentence: sentence,
      keys: chart.series.map { Key(name: $0.name, colour: $0.colour, style: $0.style) },
      drawing: chart.drawing, remark: Self.remark(chart.columns, chart.series))
  }

  /// How a long run was made to fit.
  private static func remark(_ columns: ChartColumns, _ series: [ChartSeries]) -> String {
    guard !columns.areWhole else { return "" }
    let width = columns.width
    var words = "\(HumanFormat.count(columns.count)) intervals in columns of \(width)."
    if series.contains(where: { $0.reduction == .band && $0.style != .dashed }) {
      words += " A line is the median of its column, the band around it reaches from the smallest"
      words += " to the largest."
    }
    for one in series where one.reduction == .largest {
      words += " “\(one.name)” is the largest of its column."
    }
    for one in series where one.reduction == .sum {
      words += " “\(one.name)” are those of all \(width) together."
    }
    return words
  }
}
