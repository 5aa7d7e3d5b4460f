/// What every chart has: a name and a description, axes with their grid, and read-outs.
///
/// One `svg` element without a `viewBox`: places are percentages of the plot, type and line widths
/// are pixels, so the same drawing fits every width and its letters keep their size. The names
/// beside the axes stand in its padding.
package struct ChartFrame: Sendable {
  /// A part of the plot, and what is read there.
  package struct Probe: Sendable {
    /// Where it begins, from 0 to 1.
    package let from: Double
    /// Where it ends.
    package let to: Double
    /// The place within it that it is about; `nil`: its middle.
    package let at: Double?
    /// What is read: a heading, then one line per series.
    package let lines: [String]

    /// A part of the plot between two places.
    package init(from: Double, to: Double, at: Double? = nil, lines: [String]) {
      self.from = from
      self.to = to
      self.at = at
      self.lines = lines
    }
  }

  /// Its name among the page's elements.
  package let id: String
  /// What it shows, in a few words.
  package let title: String
  /// What one sees in it, for those who do not see it.
  package let description: String
  /// The axis that goes right.
  package let x: ChartAxis
  /// The axis that goes up.
  package let y: ChartAxis

  /// The drawing.
  ///
  /// - Parameters:
  ///   - paths: drawn in the square of ``ChartPath``, stretched over the plot.
  ///   - gaps: parts of the plot for which there is nothing to draw, from 0 to 1; shaded.
  ///   - marks: drawn over them in percentages.
  ///   - probes: the read-outs, from left to right.
  package func drawing(
    paths: [Markup], gaps: [ClosedRange<Double>] = [], marks: [Markup] = [], probes: [Probe]
  ) -> Markup {
    """
    <svg class="chart" id="\(id)" role="img" aria-labelledby="\(id)-title \(id)-desc">
    <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">\(description)</desc>
    <g class="gaps">\(gaps.map(Self.shade))</g>
    <g class="grid">\(y.ticks.map(Self.horizontal))\(x.ticks.map(Self.vertical))</g>
    <g class="names">\(y.ticks.map(Self.left))\(x.ticks.map(Self.below))</g>
    <svg class="plot" viewBox="0 0 10000 10000" preserveAspectRatio="none">\(paths)</svg>
    <g class="marks">\(marks)</g>
    <g class="probes">\(probes.map(Self.strip))</g>
    </svg>
    """
  }

  /// A path of the plot.
  package static func path(_ path: ChartPath, _ classes: String) -> Markup {
    path.text.isEmpty ? "" : "<path class=\"\(classes)\" d=\"\(path.text)\"/>"
  }

  private static func horizontal(_ tick: ChartAxis.Tick) -> Markup {
    let place = percentage(1 - tick.position)
    let base: Markup = tick.position == 0 ? " class=\"base\"" : ""
    return "<line\(base) x2=\"100%\" y1=\"\(place)\" y2=\"\(place)\"/>"
  }

  private static func vertical(_ tick: ChartAxis.Tick) -> Markup {
    let place = percentage(tick.position)
    return "<line\(spare(tick)) x1=\"\(place)\" x2=\"\(place)\" y2=\"100%\"/>"
  }

  private static func left(_ tick: ChartAxis.Tick) -> Markup {
    let place = percentage(1 - tick.position)
    return "<text class=\"y\" x=\"-8\" y=\"\(place)\" dy=\".33em\">\(tick.label)</text>"
  }

  private static func below(_ tick: ChartAxis.Tick) -> Markup {
    let place = percentage(tick.position)
    return "<text\(spare(tick)) x=\"\(place)\" y=\"100%\" dy=\"18\">\(tick.label)</text>"
  }

  private static func spare(_ tick: ChartAxis.Tick) -> Markup {
    tick.isSpare ? " class=\"spare\"" : ""
  }

  private static func shade(_ gap: ClosedRange<Double>) -> Markup {
    """
    <rect x="\(percentage(gap.lowerBound))" \
    width="\(percentage(gap.upperBound - gap.lowerBound))" height="100%"/>
    """
  }

  /// Transparent; the `title` is shown by the browser itself where the pointer rests, and nicer by
  /// the page's script.
  private static func strip(_ probe: Probe) -> Markup {
    let at: Markup = probe.at.map { " data-at=\"\(percentage($0))\"" } ?? ""
    return """
      <rect\(at) x="\(percentage(probe.from))" width="\(percentage(probe.to - probe.from))" \
      height="100%"><title>\(probe.lines.joined(separator: "\n"))</title></rect>
      """
  }
}

/// A part of a whole as percent, for a place in a drawing: `12.34%`.
package func percentage(_ share: Double) -> String { trimmed(share * 100, 2) + "%" }
