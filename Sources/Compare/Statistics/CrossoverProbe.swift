/// What was found at one place of a search.
public struct CrossoverProbe: Sendable, Equatable, Codable {
  /// Who leads there.
  enum Lead { case first, second, level, unknown }

  /// Where, on the axis.
  public let place: Double
  /// How many times as good the second is as the first; `nil`: nothing could be measured.
  public let advantage: Estimate?

  /// Describes a probe.
  public init(place: Double, advantage: Estimate?) {
    self.place = place
    self.advantage = advantage
  }

  /// One leads where the whole interval is on its side of 1, by whatever little: a crossover is
  /// where the sign changes, not where the difference becomes large.
  var lead: Lead {
    guard let interval = advantage?.interval else { return .unknown }
    return interval.low > 1 ? .second : interval.high < 1 ? .first : .level
  }
}
