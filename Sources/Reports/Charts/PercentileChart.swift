/// Distributions on an axis where each nine of a percentile is as long as the one before.
package struct PercentileChart: Sendable {
  /// A line of it.
  package struct Line: Sendable {
    /// Its name in the key.
    package let name: String
    /// Which of the palette's colours it has.
    package let colour: String
    /// How it is drawn.
    package let style: ChartSeries.Style
    /// Where it goes.
    package let curve: PercentileCurve
    /// What marks its points; nothing but a dot.
    package let marker: ChartMarker?

    /// A line.
    package init(
      _ name: String, colour: String, style: ChartSeries.Style = .line, _ curve: PercentileCurve,
      marker: ChartMarker? = nil
    ) {
      self.name = name
      self.colour = colour
      self.style = style
      self.curve = curve
      self.marker = marker
    }
  }

  /// Its name among the page's elements.
  package let id: String
  /// What it shows, in a few words.
  package let title: String
  /// What one sees in it, in a sentence.
  package let description: String
  /// What is drawn, the first one last, so that it lies on top.
  package let lines: [Line]
  /// A place that is marked, with what is written there.
  package let mark: (inverse: Double, text: String)?

  /// A chart of lines.
  package init(
    id: String, title: String, description: String, lines: [Line],
    mark: (inverse: Double, text: String)? = nil
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.lines = lines
    self.mark = mark
  }

  /// Read-outs along the axis.
  private static let probes = 96

  /// The drawing.
  package var drawing: Markup {
    let count = lines.map(\.curve.count).max() ?? 0
    let values = lines.flatMap { $0.curve.points.map(\.microseconds) }
    let frame = ChartFrame(
      id: id, title: title, description: description, x: .percentiles(of: count),
      y: .vertical(.fitting(values), .microseconds))
    return frame.drawing(
      paths: lines.reversed().map { line in
        ChartFrame.path(path(line.curve, frame), "\(line.style.rawValue) \(line.colour)")
      },
      marks: marks(frame), probes: probes(frame))
  }

  private func path(_ curve: PercentileCurve, _ frame: ChartFrame) -> ChartPath {
    var path = ChartPath()
    for point in curve.points {
      path.line(
        to: frame.x.scale.position(point.inverse), frame.y.scale.position(point.microseconds))
    }
    // One value is a line from the beginning on: nothing is below it.
    if curve.points.count == 1, let only = curve.points.first {
      path.line(to: 1, frame.y.scale.position(only.microseconds))
    }
    return path
  }

  private func marks(_ frame: ChartFrame) -> [Markup] {
    var marks: [Markup] = []
    if let mark {
      let position = frame.x.scale.position(mark.inverse)
      let place = percentage(position)
      let side: Markup = position > 0.5 ? " class=\"end\" dx=\"-6\"" : " dx=\"6\""
      marks.append(
        """
        <line class="mark" x1="\(place)" x2="\(place)" y2="100%"/>\
        <text\(side) x="\(place)" y="\(free(beside: position, frame))" \
        dy=".33em">\(mark.text)</text>
        """)
    }
    for line in lines.reversed() {
      marks += dots(line, frame)
    }
    return marks
  }

  /// How far down a text beside a place is farthest from all lines.
  private func free(beside position: Double, _ frame: ChartFrame) -> String {
    let side = position > 0.5 ? -1.0 : 1.0
    let heights = lines.flatMap { line in
      stride(from: 0.0, through: 0.16, by: 0.02).compactMap { step in
        line.curve.microseconds(at: frame.x.scale.value(at: position + side * step))
          .map { frame.y.scale.position($0) }
      }
    }
    func room(_ height: Double) -> Double { heights.map { abs($0 - height) }.min() ?? 1 }
    let best = [0.95, 0.05, 0.35, 0.65].max { room($0) < room($1) }
    return percentage(1 - (best ?? 0.95))
  }

  /// A dot at each nine, and one at the largest value.
  private func dots(_ line: Line, _ frame: ChartFrame) -> [Markup] {
    guard let last = line.curve.points.last else { return [] }
    var places = [2.0, 10]
    while places.count < 12, let place = places.last { places.append(place * 10) }
    places = places.filter { $0 < last.inverse } + [last.inverse]
    return places.compactMap { inverse in
      // A line of a few known points has none where it is merely passing.
      guard
        let point = line.curve.points.first(where: { $0.inverse >= inverse * 0.999_999 }),
        point.inverse < inverse * 1.05
      else { return nil }
      let x = percentage(frame.x.scale.position(point.inverse))
      let y = percentage(1 - frame.y.scale.position(point.microseconds))
      if let marker = line.marker { return marker.drawing(x: x, y: y, line.colour) }
      return "<circle class=\"\(line.colour)\" cx=\"\(x)\" cy=\"\(y)\" r=\"2.5\"/>"
    }
  }

  private func probes(_ frame: ChartFrame) -> [ChartFrame.Probe] {
    guard lines.contains(where: { !$0.curve.points.isEmpty }) else { return [] }
    return (0..<Self.probes).map { index in
      let from = Double(index) / Double(Self.probes)
      let to = Double(index + 1) / Double(Self.probes)
      let inverse = frame.x.scale.value(at: (from + to) / 2)
      let values = lines.compactMap { line in
        line.curve.microseconds(at: inverse).map {
          "\(line.name): \(ChartUnit.microseconds.reading($0))"
        }
      }
      return ChartFrame.Probe(
        from: from, to: to, lines: [ChartUnit.percentile.reading(inverse)] + values)
    }
  }
}
