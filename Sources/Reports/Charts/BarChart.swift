/// Bars from left to right, one below the other, each of one or more parts.
package struct BarChart: Sendable {
  /// A bar.
  package struct Bar: Sendable {
    /// What stands before it.
    package let name: String
    /// Its colour.
    package let colour: String
    /// Its parts, from the left; empty where there is nothing to draw.
    package let parts: [Double]
    /// The interval that its end may lie in.
    package let interval: ClosedRange<Double>?
    /// What stands behind it.
    package let text: String
    /// What is read where the pointer rests.
    package let reading: String

    /// A bar.
    package init(
      _ name: String, colour: String, parts: [Double], interval: ClosedRange<Double>? = nil,
      text: String, reading: String
    ) {
      self.name = name
      self.colour = colour
      self.parts = parts
      self.interval = interval
      self.text = text
      self.reading = reading
    }
  }

  /// Its name among the page's elements.
  package let id: String
  /// What it shows, in a few words.
  package let title: String
  /// What one sees in it, in a sentence.
  package let description: String
  /// What is measured.
  package let unit: ChartUnit
  /// Whether equal ratios are equally long.
  package let isLogarithmic: Bool
  /// What is drawn, from the top.
  package let bars: [Bar]

  /// A chart of bars.
  package init(
    id: String, title: String, description: String, unit: ChartUnit, isLogarithmic: Bool = false,
    bars: [Bar]
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.unit = unit
    self.isLogarithmic = isLogarithmic
    self.bars = bars
  }

  /// Pixels from one bar to the next, and of a bar.
  private static let pitch = 26
  private static let thickness = 16
  /// Letters of a name.
  private static let longestName = 10

  /// The drawing: its height grows with the bars, its width is that of the page.
  package var drawing: Markup {
    let axis = axis
    let below = bars.count * Self.pitch
    return """
      <svg class="rows" id="\(id)" role="img" aria-labelledby="\(id)-title \(id)-desc" \
      height="\(below + 26)">
      <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">\(description)</desc>
      <g class="grid">\(axis.ticks.map { line($0, below) })</g>
      <g class="names">\(axis.ticks.map { name($0, below) })</g>
      \(bars.enumerated().map { row($1, at: $0 * Self.pitch, axis) })
      </svg>
      """
  }

  /// As much of a name as there is room for; the read-out has all of it.
  private static func cut(_ name: String) -> String {
    name.count > longestName ? name.prefix(longestName - 1) + "…" : name
  }

  private var axis: ChartAxis {
    let ends = bars.flatMap { bar -> [Double] in
      [bar.parts.reduce(0, +), bar.interval?.upperBound ?? 0]
    }
    guard isLogarithmic, let least = ends.filter({ $0 > 0 }).min() else {
      let scale = ChartScale.fromZero(ends)
      // There is no half connection.
      let ticks = ChartTicks.linear(scale, unit, most: 3).filter {
        unit != .count || $0 == $0.rounded()
      }
      return ChartAxis(scale, unit, at: ticks)
    }
    // A decade below the smallest, so that it has a length too.
    let scale = ChartScale(
      .logarithmic, from: ChartTicks.logarithmicFloor(least / 4),
      to: ChartTicks.logarithmicCeiling(ends.max() ?? least))
    return ChartAxis(scale, unit, at: ChartTicks.logarithmic(scale, unit, most: 3))
  }

  private func line(_ tick: ChartAxis.Tick, _ below: Int) -> Markup {
    let place = percentage(tick.position)
    let base: Markup = tick.position == 0 ? " class=\"base\"" : ""
    return "<line\(base) x1=\"\(place)\" x2=\"\(place)\" y2=\"\(below)\"/>"
  }

  private func name(_ tick: ChartAxis.Tick, _ below: Int) -> Markup {
    let spare: Markup = tick.isSpare ? " class=\"spare\"" : ""
    return
      "<text\(spare) x=\"\(percentage(tick.position))\" y=\"\(below + 17)\">\(tick.label)</text>"
  }

  private func row(_ bar: Bar, at top: Int, _ axis: ChartAxis) -> Markup {
    var sum = 0.0
    let rects = bar.parts.enumerated().map { index, part -> Markup in
      let from = axis.scale.position(sum)
      sum += part
      let to = axis.scale.position(sum)
      return """
        <rect class="part\(index) \(bar.colour)" x="\(percentage(from))" y="\(top + 5)" \
        width="\(percentage(to - from))" height="\(Self.thickness)"/>
        """
    }
    let middle = top + Self.pitch / 2
    let end = max(
      axis.scale.position(sum), bar.interval.map { axis.scale.position($0.upperBound) } ?? 0)
    let interval: Markup =
      bar.interval.map { interval -> Markup in
        """
        <line class="interval" x1="\(percentage(axis.scale.position(interval.lowerBound)))" \
        x2="\(percentage(axis.scale.position(interval.upperBound)))" y1="\(middle)" y2="\(middle)"/>
        """
      } ?? ""
    let absent: Markup = bar.parts.isEmpty ? " absent" : ""
    return """
      <g><title>\(bar.reading)</title>\
      <rect class="row" y="\(top)" width="100%" height="\(Self.pitch)"/>\
      <text class="y" x="-8" y="\(middle)" dy=".35em">\(Self.cut(bar.name))</text>\(rects)\(interval)\
      <text class="value\(absent)" x="\(percentage(end))" dx="7" y="\(middle)" dy=".35em">\
      \(bar.text)</text></g>

      """
  }
}

extension HTMLPanel {
  /// A panel with a chart of bars.
  ///
  /// - Parameter keys: what the parts are.
  package init(_ chart: BarChart, sentence: Markup, keys: [Key] = [], remark: String = "") {
    self.init(
      title: chart.title, sentence: sentence, keys: keys, drawing: chart.drawing, remark: remark)
  }
}
