internal import Sockets

/// Counts the runs of a comparison, and tells how far it has come.
final class ProgressClock: Sendable {
  private let began = MonotonicClock.nanoseconds
  private let total: Int
  private let rounds: Int
  private let done = Locked(0)
  private let report: @Sendable (ComparisonProgress) -> Void

  init(_ plan: ComparisonPlan, _ report: @escaping @Sendable (ComparisonProgress) -> Void) {
    let settings = plan.works.reduce(0) { $0 + $1.experiment.settings(plan.scale).count }
    total = max(1, settings * plan.rounds * plan.rivals.count)
    rounds = plan.rounds
    self.report = report
  }

  /// A run begins.
  func begin(_ work: Work, _ setting: Setting, _ rival: Rival, _ round: Int) {
    let before = done.withLock { done in
      defer { done += 1 }
      return done
    }
    tell(work, setting.label, rival.name, round, before)
  }

  /// A search is at a place; how many there will be nobody knows.
  func search(_ work: Work, _ place: String, _ who: String) {
    tell(work, place, who, 0, done.withLock { $0 })
  }

  private func tell(_ work: Work, _ place: String, _ who: String, _ round: Int, _ before: Int) {
    let elapsed = MonotonicClock.nanoseconds - began
    let share = Double(before) / Double(total)
    let left = share > 0.02 ? Double(elapsed) * (1 - share) / share : nil
    report(
      ComparisonProgress(
        work: work, setting: place, rival: who, round: round + 1, share: share,
        elapsed: .nanoseconds(Int64(elapsed)), left: left.map { .nanoseconds(Int64($0)) }))
  }
}
