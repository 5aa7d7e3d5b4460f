/// The search for the highest rate that holds, without a clock.
///
/// It doubles until a rate does not hold, halves the distance, and tries what it found once more,
/// because one good run may have been luck.
public struct RateSearch: Sendable, Equatable {
  private enum Step: Equatable { case growing, shrinking, bisecting, confirming, retreating, done }

  /// The highest rate that held, in messages per second; `nil`: none has.
  public private(set) var best: Double?

  private var step = Step.growing
  private var failed: Double?
  private var next: Double
  private let precision: Double
  private var probesLeft: Int

  /// - Parameters:
  ///   - start: the first rate to try, in messages per second; more than zero.
  ///   - precision: the search ends when what holds and what does not are this close together, as a
  ///     part of the rate.
  ///   - probes: how many runs it makes at most.
  public init(start: Double, precision: Double = 0.05, probes: Int = 40) {
    precondition(start > 0 && start.isFinite, "RateSearch: a search begins above zero")
    next = start
    self.precision = precision
    probesLeft = probes
  }

  /// The rate to try next, in messages per second; `nil`: the search is over.
  public var rate: Double? { step == .done || probesLeft == 0 ? nil : next }

  /// Takes the outcome of a run at `rate`.
  public mutating func record(holds: Bool) {
    guard let rate else { return }
    probesLeft -= 1
    if holds { best = max(best ?? 0, rate) } else { failed = min(failed ?? .infinity, rate) }
    switch (step, holds) {
    case (.growing, true): next = rate * 2
    case (.growing, false) where best == nil, (.shrinking, false): shrink(rate)
    case (.growing, false), (.shrinking, true), (.bisecting, _): bisect()
    case (.confirming, true): step = .done
    case (.retreating, true): step = .confirming
    case (.confirming, false), (.retreating, false):
      // It held once: luck. What is below is tried until something holds twice.
      best = nil
      retreat(rate)
    case (.done, _): break
    }
    // Nothing above the highest rate that can be told from another is worth trying.
    if next > 1e9 { step = .done }
  }

  private mutating func shrink(_ rate: Double) {
    step = rate < 1 ? .done : .shrinking
    next = rate / 2
  }

  private mutating func bisect() {
    guard let best, let failed else { return }
    if failed / best <= 1 + precision {
      step = .confirming
      next = best
    } else {
      step = .bisecting
      next = (best * failed).squareRoot()
    }
  }

  private mutating func retreat(_ rate: Double) {
    step = rate < 1 ? .done : .retreating
    next = rate * 0.9
  }
}

/// One run of a search.
public struct RateProbe: Sendable {
  /// The rate that was wanted, in messages per second.
  public let rate: Double
  /// What was measured.
  public let report: StressReport
  /// Whether it counts as held.
  public let holds: Bool
  /// Why not; empty where it does.
  public let reason: String

  /// The rate that was reached, in messages per second.
  public var achieved: Double { report.messagesPerSecond }
}

/// What a search found.
public struct RateSearchReport: Sendable {
  /// Every run, in the order they were made.
  public let probes: [RateProbe]
  /// The highest rate that held, in messages per second; `nil`: none did.
  public let best: Double?
  /// Whether it was ended before its time.
  public let endedEarly: Bool

  /// The run at the best rate; of two, the one that confirmed it.
  public var bestProbe: RateProbe? { probes.last { $0.rate == best && $0.holds } }
}
