internal import Stress

/// The search for the most that still holds: how many connections a model serves before it falls
/// over.
///
/// A `RateSearch` in whole numbers and with a roof: it doubles until something does not hold, halves
/// the distance, and tries what it found once more. What whole numbers make it ask twice it answers
/// itself.
public struct LimitSearch: Sendable, Equatable {
  /// What was found.
  public enum Outcome: Sendable, Equatable {
    /// The first holds; the second, the least that was tried above it, does not.
    case between(holds: Int, fails: Int)
    /// All that was allowed holds.
    case beyond(Int)
    /// Nothing holds, down to this.
    case nothing(fails: Int)
  }

  /// The most that it may try.
  public let roof: Int
  private var search: RateSearch
  private var fails: Int?
  private var probesLeft: Int

  /// - Parameters:
  ///   - start: about where to begin; from 1 to the roof.
  ///   - roof: the most that it may try, as descriptors or patience allow.
  ///   - precision: the search ends when what holds and what does not are this close together, as a
  ///     part.
  ///   - probes: how many runs it makes at most.
  public init(from start: Int, to roof: Int, precision: Double = 0.1, probes: Int = 20) {
    precondition(start > 0 && start <= roof, "LimitSearch: it begins between 1 and its roof")
    self.roof = roof
    // Begun at the roof divided by a power of two, doubling meets the roof exactly.
    var begin = Double(roof)
    while begin / 2 >= Double(start) { begin /= 2 }
    // What the search answers itself is not a probe: its own budget is beyond reach.
    search = RateSearch(start: begin, precision: precision, probes: 1_000_000)
    probesLeft = probes
  }

  /// The number to try next; `nil`: the search is over.
  public var next: Int? {
    guard probesLeft > 0, !holdsRoof else { return nil }
    return search.rate.map { Int($0) }
  }

  /// Takes the outcome of a run at ``next``.
  public mutating func record(holds: Bool) {
    guard let next else { return }
    probesLeft -= 1
    search.record(holds: holds)
    if !holds { fails = min(fails ?? next, next) }
    // Both ends are known; only a number between them is worth a run, or the best once more.
    while !holdsRoof, let rate = search.rate {
      if rate < 1 || Int(rate) >= fails ?? .max {
        search.record(holds: false)
      } else if let best = search.best, rate != best, Int(rate) == Int(best) {
        search.record(holds: true)
      } else {
        break
      }
    }
  }

  /// What is known so far; `nil` before the first run.
  public var outcome: Outcome? {
    guard let best = search.best else { return fails.map { .nothing(fails: $0) } }
    if holdsRoof { return .beyond(roof) }
    return fails.map { .between(holds: Int(best), fails: $0) } ?? .beyond(Int(best))
  }

  private var holdsRoof: Bool { (search.best ?? 0) >= Double(roof) }
}
