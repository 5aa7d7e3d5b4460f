internal import CLinux

/// The search for the place where one contestant overtakes another, without a clock.
///
/// A grid of cells says where the lead has changed only to within a cell of the grid. This search
/// puts its probes where they tell most: a few over the whole range, because a lead may change
/// anywhere and more than once, then, in the one stretch where it does, always in the middle.
/// Places are halfway as factors: from 1 µs to 10 ms, 100 µs is the middle.
///
/// Where the lead changes gradually there is a stretch in which the two cannot be told apart, and
/// no number of probes makes a point of it. The search then narrows both of its sides, and what it
/// reports is that stretch with its borders.
///
/// The next step follows from the probes alone, in whatever order they came. Each lies within a gap
/// that is wider than the precision, and closes it a little: so it ends, whatever it is told.
public struct CrossoverSearch: Sendable, Equatable {
  /// What is varied.
  public let axis: Axis
  /// The one that is expected to lead at the low end.
  public let first: String
  /// The one that is expected to overtake it.
  public let second: String
  /// Where it searches.
  public let range: Interval
  /// What has been found out, in the order of the axis.
  public private(set) var probes: [CrossoverProbe] = []

  private let coarse: [Double]
  private let precision: Double
  private let budget: Int

  /// - Parameters:
  ///   - axis: what is varied.
  ///   - first: who is expected to lead at the low end; if it is the other way round, the search
  ///     finds that out.
  ///   - second: who is expected to overtake it.
  ///   - range: where to search; above zero.
  ///   - coarse: over how many places it looks first, both ends among them; at least 2.
  ///   - precision: the factor below which a gap is narrow enough; above 1.
  ///   - probes: how many places it tries at most.
  public init(
    _ axis: Axis, first: String, second: String, in range: ClosedRange<Double>, coarse: Int = 4,
    precision: Double = 1.25, probes: Int = 12
  ) {
    precondition(axis.settled(range.lowerBound) > 0, "CrossoverSearch: its range is above zero")
    precondition(coarse >= 2 && precision > 1, "CrossoverSearch: two places, a factor above 1")
    self.axis = axis
    self.first = first
    self.second = second
    let range = Interval(axis.settled(range.lowerBound), axis.settled(range.upperBound))
    self.range = range
    self.precision = precision
    budget = probes
    let step = log(range.high / range.low) / Double(coarse - 1)
    let inner = (1..<coarse - 1).map { axis.settled(range.low * exp(step * Double($0))) }
    self.coarse = [range.low, range.high] + inner
  }

  /// The place to try next; `nil`: the search is over.
  public var next: Double? {
    guard probes.count < budget else { return nil }
    if let place = coarse.first(where: { place in !probes.contains { $0.place == place } }) {
      return place
    }
    // Widest first: if the budget ends, what is left is as narrow as it can be.
    return gaps.max { $0.high / $0.low < $1.high / $1.low }.flatMap { axis.middle($0.low, $0.high) }
  }

  /// Takes what was measured at ``next``.
  ///
  /// - Parameter advantage: how many times as good the second is as the first; `nil` where nothing
  ///   could be measured.
  public mutating func record(_ advantage: Estimate?) {
    guard let next else { return }
    let index = probes.firstIndex { $0.place > next } ?? probes.endIndex
    probes.insert(CrossoverProbe(place: next, advantage: advantage), at: index)
  }

  /// The stretches between neighbouring leaders that are not the same.
  var changes: [Interval] {
    let decided = probes.filter { $0.lead == .first || $0.lead == .second }
    return zip(decided, decided.dropFirst())
      .filter { $0.lead != $1.lead }
      .map { Interval($0.place, $1.place) }
  }

  /// What lies within a stretch, its ends not.
  func within(_ stretch: Interval) -> [CrossoverProbe] {
    probes.filter { $0.place > stretch.low && $0.place < stretch.high }
  }

  /// Where it is worth while to look closer: the change of lead, or both sides of the level stretch
  /// within it.
  private var gaps: [Interval] {
    let changes = changes
    // With two changes there is no one place to search for, and with none nothing.
    guard changes.count == 1 else { return [] }
    let inside = within(changes[0])
    guard let left = inside.first, let right = inside.last else {
      return changes.filter(isWide)
    }
    // What cannot be measured in the middle does not get better at its sides.
    guard !inside.contains(where: { $0.lead == .unknown }) else { return [] }
    return [Interval(changes[0].low, left.place), Interval(right.place, changes[0].high)]
      .filter(isWide)
  }

  private func isWide(_ gap: Interval) -> Bool {
    gap.high / gap.low > precision && axis.middle(gap.low, gap.high) != nil
  }
}
