internal import CLinux

/// How values lie along an axis.
package struct ChartScale: Sendable, Equatable {
  /// The law it follows.
  package enum Law: Sendable, Equatable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; for values above zero.
    case logarithmic
  }

  /// The law it follows.
  package let law: Law

  /// The value at its beginning.
  package let low: Double

  /// The value at its end; more than ``low``.
  package let high: Double

  /// Above this ratio of the largest value to the smallest, a linear axis would press the small
  /// ones into its lowest tenth.
  static let ratioForLogarithm = 12.0

  /// A scale between two values; what cannot be drawn on is widened until it can.
  package init(_ law: Law, from low: Double, to high: Double) {
    self.law = law
    let low = low.isFinite ? low : 0
    let high = high.isFinite ? high : low
    switch law {
    case .linear:
      self.low = low
      self.high = high > low ? high : low + Swift.max(abs(low), 1)
    case .logarithmic:
      // A ratio of more decades than any drawing has could be infinite, and places no numbers.
      self.low = low > 0 ? Swift.max(low, high / 1e18) : Swift.max(high, 1) / 10
      self.high = high > self.low ? high : self.low * 10
    }
  }

  /// Where a value lies, from 0 at the beginning to 1 at the end.
  ///
  /// What lies outside is put on the nearer end: a zero on a logarithmic axis is drawn at its foot.
  package func position(_ value: Double) -> Double {
    guard value > low else { return 0 }
    guard value < high else { return 1 }
    switch law {
    case .linear: return (value - low) / (high - low)
    case .logarithmic: return log(value / low) / log(high / low)
    }
  }

  /// The value that lies at a place, 0...1.
  package func value(at position: Double) -> Double {
    switch law {
    case .linear: low + (high - low) * position
    case .logarithmic: low * pow(high / low, position)
    }
  }

  /// An axis for counts and rates: from zero, and a little above the largest.
  package static func fromZero(_ values: [Double]) -> ChartScale {
    let largest = values.filter(\.isFinite).max() ?? 0
    guard largest > 0 else { return ChartScale(.linear, from: 0, to: 1) }
    return ChartScale(.linear, from: 0, to: ChartTicks.ceiling(largest * 1.04))
  }

  /// An axis for durations: from zero, or logarithmic where they differ so much that the small
  /// ones could not be told apart otherwise.
  package static func fitting(_ values: [Double]) -> ChartScale {
    let positive = values.filter { $0.isFinite && $0 > 0 }
    guard let smallest = positive.min(), let largest = positive.max(),
      largest / smallest > ratioForLogarithm
    else { return fromZero(values) }
    return ChartScale(
      .logarithmic, from: ChartTicks.logarithmicFloor(smallest),
      to: ChartTicks.logarithmicCeiling(largest))
  }
}
