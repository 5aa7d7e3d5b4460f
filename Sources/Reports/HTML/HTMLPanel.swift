internal import Measurement

/// A chart with all that belongs to it: its name, a sentence, the key, the drawing, and a remark.
package struct HTMLPanel {
  /// What stands for a line of the chart.
  package struct Key: Sendable {
    /// What it is called.
    package let name: String
    /// Which colour it has: a class of the style sheet.
    package let colour: String
    /// How it is drawn.
    package let style: ChartSeries.Style
    /// What marks its points.
    package let marker: ChartMarker?

    /// A line, with what marks its points.
    package init(
      name: String, colour: String, style: ChartSeries.Style, marker: ChartMarker? = nil
    ) {
      self.name = name
      self.colour = colour
      self.style = style
      self.marker = marker
    }
  }

  let title: String
  let sentence: Markup
  let keys: [Key]
  let drawing: Markup
  var remark = ""
  var isTall = false

  /// A panel of parts.
  package init(
    title: String, sentence: Markup, keys: [Key], drawing: Markup, remark: String = "",
    isTall: Bool = false
  ) {
    self.title = title
    self.sentence = sentence
    self.keys = keys
    self.drawing = drawing
    self.remark = remark
    self.isTall = isTall
  }

  package var markup: Markup {
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
      <li>\(key.swatch)\(key.name)</li>
      """
    }
    return "<ul class=\"key\">\(items)</ul>"
  }

  private var below: Markup {
    remark.isEmpty ? "" : "<p class=\"remark\">\(remark)</p>"
  }
}

extension HTMLPanel.Key {
  /// A piece of the line.
  package var swatch: Markup {
    """
    <svg class="swatch" width="26" height="10" aria-hidden="true">\
    <path class="\(style.rawValue) \(colour)" d="M1 5H25"/>\
    \(marker?.drawing(x: "13", y: "5", colour) ?? "")</svg>
    """
  }
}

extension HTMLPanel {
  /// A panel with a chart of values over time.
  package init(_ chart: TimeChart, sentence: Markup) {
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
