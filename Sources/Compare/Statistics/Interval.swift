/// Two numbers between which a third is believed to lie.
public struct Interval: Sendable, Equatable {
  /// The lower end.
  public let low: Double
  /// The upper end; never below the lower.
  public let high: Double

  /// Makes one of its ends.
  ///
  /// - Precondition: both are numbers, and `low` is not above `high`.
  public init(_ low: Double, _ high: Double) {
    precondition(low <= high, "Interval: \(low) is above \(high)")
    self.low = low
    self.high = high
  }

  /// Whether a number lies within it or on its ends.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// Whether two have a number in common.
  public func overlaps(_ other: Interval) -> Bool { low <= other.high && other.low <= high }

  /// It with both ends put through a function that never falls as its argument rises.
  func map(_ rising: (Double) -> Double) -> Interval { Interval(rising(low), rising(high)) }
}
