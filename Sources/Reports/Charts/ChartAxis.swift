/// An axis: where values lie on it, what they are, and which of them it names.
package struct ChartAxis: Sendable {
  /// A value that is named beside the axis.
  package struct Tick: Sendable, Equatable {
    /// Where it is, from 0 to 1.
    package let position: Double
    /// What is written there.
    package let label: String
    /// Whether it may go where there is little room, as on a phone.
    package let isSpare: Bool
  }

  /// Where values lie.
  package let scale: ChartScale

  /// What they are.
  package let unit: ChartUnit

  /// Which of them are named, in ascending order.
  package let ticks: [Tick]

  /// Names that fit side by side on a phone.
  private static let mostOnPhone = 5

  /// An axis that names certain values.
  package init(_ scale: ChartScale, _ unit: ChartUnit, at values: [Double], allFit: Bool = false) {
    self.scale = scale
    self.unit = unit
    let every = allFit ? 1 : max(1, (values.count + Self.mostOnPhone - 1) / Self.mostOnPhone)
    ticks = values.enumerated().map { place, value in
      Tick(
        position: scale.position(value), label: unit.tick(value), isSpare: place % every != 0)
    }
  }

  /// An axis that goes up.
  package static func vertical(_ scale: ChartScale, _ unit: ChartUnit) -> ChartAxis {
    // There is no half connection.
    let ticks =
      (scale.law == .linear
      ? ChartTicks.linear(scale, unit) : ChartTicks.logarithmic(scale, unit, most: 8))
      .filter { unit != .count || $0 == $0.rounded() }
    return ChartAxis(scale, unit, at: ticks, allFit: true)
  }

  /// An axis of time, in seconds.
  package static func time(from begin: Double, to end: Double) -> ChartAxis {
    let scale = ChartScale(.linear, from: begin, to: end)
    return ChartAxis(scale, .seconds, at: ChartTicks.time(scale))
  }

  /// An axis on which each nine of a percentile is as long as the one before.
  ///
  /// - Parameter count: of the values; the largest of them is the axis's end.
  package static func percentiles(of count: Double) -> ChartAxis {
    let scale = ChartScale(.logarithmic, from: 1, to: max(count, 10))
    var values = [1.0, 2, 4]
    var nines = 10.0
    while nines <= scale.high {
      values.append(nines)
      nines *= 10
    }
    // So that a short axis is not left with two names.
    if values.count < 6 { values += [20, 50, 200].filter { $0 < scale.high } }
    values.sort()
    let decades = values.filter { [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].contains($0) }
    let axis = ChartAxis(scale, .percentile, at: values, allFit: true)
    return ChartAxis(axis, spare: values.map { !decades.contains($0) })
  }

  private init(_ axis: ChartAxis, spare: [Bool]) {
    scale = axis.scale
    unit = axis.unit
    ticks = zip(axis.ticks, spare).map {
      Tick(position: $0.position, label: $0.label, isSpare: $1)
    }
  }
}
