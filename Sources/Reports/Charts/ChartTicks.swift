internal import CLinux

/// The values that an axis names.
package enum ChartTicks {
  /// Multiples of 1, 2 or 5 times a power of ten, at most `most` steps of them.
  package static func linear(_ scale: ChartScale, most: Int = 6) -> [Double] {
    multiples(of: step(for: (scale.high - scale.low) / Double(Swift.max(most, 1))), scale)
  }

  /// Powers of ten; with 2 and 5 times them where there are few.
  package static func logarithmic(_ scale: ChartScale, most: Int = 8) -> [Double] {
    let first = Int(log10(scale.low).rounded(.down))
    let last = Int(log10(scale.high).rounded(.up))
    func ticks(_ factors: [Double], every decades: Int = 1) -> [Double] {
      stride(from: first, through: last, by: decades).flatMap { exponent in
        factors.map { $0 * power(exponent) }
      }.filter { scale.low * 0.999 <= $0 && $0 <= scale.high * 1.001 }
    }
    for factors in [[1.0, 2, 5], [1.0, 3], [1.0]] {
      let found = ticks(factors)
      if found.count <= most, found.count >= 2 { return found }
    }
    return ticks([1], every: Swift.max(1, (last - first + most - 1) / most))
  }

  /// Whatever fits a scale.
  package static func fitting(_ scale: ChartScale, most: Int = 6) -> [Double] {
    switch scale.law {
    case .linear: linear(scale, most: most)
    case .logarithmic: logarithmic(scale, most: most + 2)
    }
  }

  /// Values as a unit would name them: those of bytes are whole in theirs, and a multiple of 1024
  /// apart.
  package static func logarithmic(
    _ scale: ChartScale, _ unit: ChartUnit, most: Int
  ) -> [Double] {
    guard unit == .bytes else { return logarithmic(scale, most: most) }
    let units: [Double] = [1, 1024, 1_048_576, 1_073_741_824, 1_099_511_627_776]
    let candidates = units.flatMap { unit -> [Double] in [unit, unit * 10, unit * 100] }
    let found = candidates.filter { scale.low * 0.999 <= $0 && $0 <= scale.high * 1.001 }
    let every = Swift.max(1, (found.count + most - 1) / most)
    return stride(from: 0, to: found.count, by: every).map { found[$0] }
  }

  /// The same on a linear scale.
  package static func linear(_ scale: ChartScale, _ unit: ChartUnit, most: Int = 6) -> [Double] {
    let large = [1_073_741_824.0, 1_048_576, 1024].first { scale.high >= $0 }
    guard unit == .bytes, let large else { return linear(scale, most: most) }
    let inUnit = ChartScale(.linear, from: scale.low / large, to: scale.high / large)
    return linear(inUnit, most: most).map { $0 * large }
  }

  /// Times in seconds that a clock would name: halves and quarters of minutes and hours.
  package static func time(_ scale: ChartScale, most: Int = 10) -> [Double] {
    let least = (scale.high - scale.low) / Double(Swift.max(most, 1))
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ]
    guard least > 0.5, let clock = steps.first(where: { $0 >= least }) else {
      return multiples(of: step(for: least), scale)
    }
    return multiples(of: clock, scale)
  }

  /// The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below a value.
  static func step(for least: Double) -> Double {
    guard least > 0, least.isFinite else { return 1 }
    let magnitude = power(Int(log10(least).rounded(.down)))
    let factor = [1.0, 2, 5, 10].first { $0 * magnitude >= least * 0.999_999 } ?? 10
    return factor * magnitude
  }

  /// A round value not below another, for the end of an axis that begins with zero.
  static func ceiling(_ value: Double) -> Double {
    let step = step(for: value / 12)
    return (value / step).rounded(.up) * step
  }

  /// The largest of 1, 2 or 5 times a power of ten that is not above a value.
  static func logarithmicFloor(_ value: Double) -> Double {
    let magnitude = power(Int(log10(value).rounded(.down)))
    return ([5.0, 2, 1].first { $0 * magnitude <= value * 1.000_001 } ?? 1) * magnitude
  }

  /// The smallest of them that is not below a value.
  static func logarithmicCeiling(_ value: Double) -> Double {
    let magnitude = power(Int(log10(value).rounded(.down)))
    return ([1.0, 2, 5].first { $0 * magnitude >= value * 0.999_999 } ?? 10) * magnitude
  }

  /// `pow(10, n)`, which is exact only where the library's is.
  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }

  private static func multiples(of step: Double, _ scale: ChartScale) -> [Double] {
    let first = (scale.low / step - 1e-9).rounded(.up)
    let last = (scale.high / step + 1e-9).rounded(.down)
    // A value so large that a step no longer changes it has no multiples to show.
    guard first <= last, last - first < 100 else { return [scale.low, scale.high] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }
}
