/// Lines through measured points, each with the interval that it may lie in.
package struct LineChart: Sendable {
  /// A point that was measured.
  package struct Point: Sendable, Equatable {
    /// Where it lies.
    package let x: Double
    /// What was measured.
    package let y: Double
    /// The interval of what was measured.
    package let interval: ClosedRange<Double>?

    /// A point; ends of an interval that are none are left out.
    package init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      if let low, let high, low <= high { interval = low...high } else { interval = nil }
    }
  }

  /// A line of it.
  package struct Line: Sendable {
    /// Its name in the key, with its colour, style and marker.
    package let key: HTMLPanel.Key
    /// Its points, from left to right.
    package let points: [Point]

    /// A line.
    package init(_ key: HTMLPanel.Key, _ points: [Point]) {
      self.key = key
      self.points = points
    }
  }

  /// Its name among the page's elements.
  package let id: String
  /// What it shows, in a few words.
  package let title: String
  /// What one sees in it, in a sentence.
  package let description: String
  /// The axis that goes right, with a name for each place at which there are points.
  package let x: ChartAxis
  /// What stands above each read-out.
  package let headings: [(x: Double, text: String)]
  /// What was measured.
  package let unit: ChartUnit
  /// What is drawn, the first one last, so that it lies on top.
  package let lines: [Line]

  /// A chart of lines.
  ///
  /// - Parameter headings: the places at which there are points, from left to right.
  package init(
    id: String, title: String, description: String, x: ChartAxis,
    headings: [(x: Double, text: String)], unit: ChartUnit, lines: [Line]
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.x = x
    self.headings = headings
    self.unit = unit
    self.lines = lines
  }

  /// Markers on a line.
  private static let mostMarks = 24

  /// The drawing.
  package var drawing: Markup {
    let values = lines.flatMap { line in
      line.points.flatMap {
        [$0.y, $0.interval?.lowerBound ?? $0.y, $0.interval?.upperBound ?? $0.y]
      }
    }
    let frame = ChartFrame(
      id: id, title: title, description: description, x: x, y: .vertical(.fitting(values), unit))
    return frame.drawing(
      paths: lines.reversed().map { line in
        var path = ChartPath()
        for point in line.points {
          path.line(to: x.scale.position(point.x), frame.y.scale.position(point.y))
        }
        return ChartFrame.path(path, "\(line.key.style.rawValue) \(line.key.colour)")
      },
      marks: lines.reversed().flatMap { marks($0, frame) }, probes: probes)
  }

  private func marks(_ line: Line, _ frame: ChartFrame) -> [Markup] {
    // Of many points every so many, so that the line is still seen.
    let every = max(1, (line.points.count + Self.mostMarks - 1) / Self.mostMarks)
    return stride(from: 0, to: line.points.count, by: every).map { index in
      let point = line.points[index]
      let place = percentage(x.scale.position(point.x))
      func height(_ value: Double) -> String { percentage(1 - frame.y.scale.position(value)) }
      let bar: Markup =
        point.interval.map { interval -> Markup in
          """
          <line class="interval \(line.key.colour)" x1="\(place)" x2="\(place)" \
          y1="\(height(interval.upperBound))" y2="\(height(interval.lowerBound))"/>
          """
        } ?? ""
      let marker = line.key.marker ?? .circle
      return "\(bar)\(marker.drawing(x: place, y: height(point.y), line.key.colour))"
    }
  }

  /// A strip around each place, half way to its neighbours.
  private var probes: [ChartFrame.Probe] {
    let places = headings.map { x.scale.position($0.x) }
    return headings.enumerated().map { index, heading in
      let from = index == 0 ? 0 : (places[index - 1] + places[index]) / 2
      let to = index == places.count - 1 ? 1 : (places[index] + places[index + 1]) / 2
      let readings = lines.compactMap { line -> String? in
        guard let point = line.points.first(where: { $0.x == heading.x }) else { return nil }
        let interval = point.interval.map {
          " (\(unit.reading($0.lowerBound)) – \(unit.reading($0.upperBound)))"
        }
        return "\(line.key.name): \(unit.reading(point.y))\(interval ?? "")"
      }
      return ChartFrame.Probe(
        from: from, to: max(from, to), at: places[index], lines: [heading.text] + readings)
    }
  }
}

extension HTMLPanel {
  /// A panel with a chart of lines.
  package init(_ chart: LineChart, sentence: Markup, remark: String = "") {
    self.init(
      title: chart.title, sentence: sentence, keys: chart.lines.map(\.key),
      drawing: chart.drawing, remark: remark, isTall: true)
  }
}
