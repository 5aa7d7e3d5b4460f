internal import CLinux

/// How much a figure varies from second to second within a run: what a difference between two runs
/// must exceed to mean anything.
struct Noise {
  /// The variance of the mean: the sample variance by the number of seconds.
  private let varianceOfMean: Double

  /// - Parameter figures: one per interval.
  /// - Returns: nil with fewer than three: they say nothing about how they vary.
  init?(_ figures: [Double]) {
    guard figures.count >= 3 else { return nil }
    let count = Double(figures.count)
    let mean = figures.reduce(0, +) / count
    let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    varianceOfMean = squares / (count - 1) / count
  }

  /// Two standard errors of the difference between two runs' means, as in Welch's test; one
  /// difference in twenty exceeds it by chance.
  static func limit(_ a: Noise, _ b: Noise) -> Double {
    2 * (a.varianceOfMean + b.varianceOfMean).squareRoot()
  }
}
