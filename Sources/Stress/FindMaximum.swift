public import Reactor

extension LoadGenerator {
  /// Searches for the highest rate at which a condition holds; each try is a load of its own with
  /// the plan's warm-up and duration.
  ///
  /// A rate that is not reached to 99 %, a reply that is wrong or missing, and a client that could
  /// not keep up do not hold either. Cancelling the task ends the search with what it has found.
  ///
  /// - Parameters:
  ///   - start: the first rate to try, in messages per second.
  ///   - loop: as in `run`.
  ///   - holds: the condition; called with each report that is otherwise in order.
  ///   - progress: as in `run`, with the rate that is being tried.
  ///   - probe: called after each try.
  /// - Throws: where there could be no load at all.
  public func findMaximum(
    start: Double = 1000, on loop: EventLoop? = nil,
    holds: @Sendable (StressReport) -> Bool,
    progress: (@Sendable (Double, StressProgress) -> Void)? = nil,
    probe: (RateProbe) -> Void = { _ in }
  ) async throws(StressError) -> RateSearchReport {
    var search = RateSearch(start: start)
    var probes: [RateProbe] = []
    while let rate = search.rate {
      var plan = plan
      plan.load = .open(.constant(rate), arrivals)
      let report = try await LoadGenerator(plan).run(on: loop) { progress?(rate, $0) }
      if report.endedEarly, Task.isCancelled {
        return RateSearchReport(probes: probes, best: search.best, endedEarly: true)
      }
      let reason = Self.objection(report, holds)
      let latest = RateProbe(
        rate: rate, report: report, holds: reason == nil, reason: reason ?? "")
      probes.append(latest)
      probe(latest)
      search.record(holds: latest.holds)
    }
    return RateSearchReport(probes: probes, best: search.best, endedEarly: false)
  }

  private var arrivals: Arrivals {
    if case .open(_, let arrivals) = plan.load { arrivals } else { .constant }
  }

  /// Why a report does not count as held, or `nil`.
  static func objection(
    _ report: StressReport, _ holds: (StressReport) -> Bool
  ) -> String? {
    if !report.isClean { return "replies were wrong or missing" }
    if !report.isValid { return "the client could not keep up" }
    // By what was due, which is not exactly the rate where arrivals are left to chance.
    let due = report.messages + report.unsent
    if report.messages == 0 || Double(report.messages) < 0.99 * Double(due) {
      return "the rate was not reached"
    }
    return holds(report) ? nil : "the condition did not hold"
  }
}
