/// Values over time: each level over the stretch of time it was measured in.
package struct TimeChart: Sendable {
  /// Its name among the page's elements.
  package let id: String
  /// What it shows, in a few words.
  package let title: String
  /// What one sees in it, in a sentence.
  package let description: String
  /// The stretches of time, in seconds, in order.
  package let stretches: [ClosedRange<Double>]
  /// What is drawn; each has a value per stretch.
  package let series: [ChartSeries]
  /// What the values are.
  package let unit: ChartUnit

  /// A chart; a series whose values are fewer than the stretches has none for the rest.
  package init(
    id: String, title: String, description: String, stretches: [ClosedRange<Double>],
    series: [ChartSeries], unit: ChartUnit
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.stretches = stretches
    self.series = series
    self.unit = unit
  }

  /// How the stretches are joined for drawing.
  package var columns: ChartColumns { ChartColumns(stretches.count) }

  /// The drawing.
  package var drawing: Markup {
    let columns = columns
    let reduced = series.map { columns.reduce(padded($0.values)) }
    let frame = ChartFrame(
      id: id, title: title, description: description, x: timeAxis, y: valueAxis(reduced))
    return frame.drawing(
      paths: zip(series, reduced).flatMap { paths($0, $1, frame) },
      gaps: zip(places(frame), 0...).filter { _, index in
        reduced.allSatisfy { $0[index] == nil }
      }.map(\.0),
      probes: probes(reduced, frame))
  }

  private func padded(_ values: [Double?]) -> [Double?] {
    values.prefix(stretches.count)
      + Array(repeating: nil, count: max(0, stretches.count - values.count))
  }

  private var timeAxis: ChartAxis {
    .time(from: stretches.first?.lowerBound ?? 0, to: stretches.last?.upperBound ?? 1)
  }

  private func valueAxis(_ reduced: [[ChartColumns.Column?]]) -> ChartAxis {
    let extremes = zip(series, reduced).flatMap { series, columns in
      columns.compactMap { $0 }.flatMap { column in
        series.reduction == .band ? [column.least, column.most] : [series.drawn(column)]
      }
    }
    let scale =
      unit == .microseconds ? ChartScale.fitting(extremes) : ChartScale.fromZero(extremes)
    return .vertical(scale, unit)
  }

  private func paths(
    _ series: ChartSeries, _ values: [ChartColumns.Column?], _ frame: ChartFrame
  ) -> [Markup] {
    func steps(_ height: (ChartColumns.Column) -> Double) -> [ChartPath.Step] {
      zip(places(frame), values).map { place, column in
        (place.lowerBound, place.upperBound, column.map { frame.y.scale.position(height($0)) })
      }
    }
    let classes = "\(series.style.rawValue) \(series.colour)"
    if series.style == .bars {
      return [ChartFrame.path(.bars(steps(series.drawn)), classes)]
    }
    let line = ChartFrame.path(.steps(steps(series.drawn)), classes)
    guard !columns.areWhole, series.reduction == .band, series.style != .dashed else {
      return [line]
    }
    let band = ChartPath.band(steps(\.least), steps(\.most))
    return [ChartFrame.path(band, "band \(series.colour)"), line]
  }

  /// Where each column lies on the axis of time.
  private func places(_ frame: ChartFrame) -> [ClosedRange<Double>] {
    columns.ranges.map { range in
      let begin = frame.x.scale.position(stretches[range.lowerBound].lowerBound)
      let end = frame.x.scale.position(stretches[range.upperBound - 1].upperBound)
      return begin...max(begin, end)
    }
  }

  private func probes(
    _ reduced: [[ChartColumns.Column?]], _ frame: ChartFrame
  ) -> [ChartFrame.Probe] {
    zip(columns.ranges, places(frame)).enumerated().map { index, item in
      let (range, place) = item
      let begin = unitOfTime.reading(stretches[range.lowerBound].lowerBound)
      let end = unitOfTime.reading(stretches[range.upperBound - 1].upperBound)
      return ChartFrame.Probe(
        from: place.lowerBound, to: place.upperBound,
        lines: ["\(begin) – \(end)"]
          + zip(series, reduced).map { reading($0, $1[index]) })
    }
  }

  private var unitOfTime: ChartUnit { .seconds }

  private func reading(_ series: ChartSeries, _ column: ChartColumns.Column?) -> String {
    guard let column else { return "\(series.name): none" }
    let value = unit.reading(series.drawn(column))
    guard !columns.areWhole, series.reduction == .band, column.least != column.most else {
      return "\(series.name): \(value)"
    }
    return "\(series.name): \(value) (\(unit.reading(column.least)) – \(unit.reading(column.most)))"
  }
}
