internal import Measurement

/// A reason not to believe a run: it measured its own client.
public struct StressDoubt: Sendable, Equatable, Codable, CustomStringConvertible {
  /// What was seen, with its figure, in one sentence.
  public let reason: String
  /// What to change, in one sentence.
  public let advice: String

  /// A doubt in words.
  public init(reason: String, advice: String) {
    self.reason = reason
    self.advice = advice
  }

  /// Both sentences.
  public var description: String { "\(reason); \(advice)" }
}

extension StressDoubt {
  /// Why a run's figures may be the client's; empty: there is no reason to think so.
  static func doubts(about report: StressReport, _ plan: StressPlan) -> [StressDoubt] {
    guard report.messages > 0 else { return [] }
    return [saturation(report, plan), starvation(report, plan), lag(report)].compactMap { $0 }
  }

  /// A thread that never waits for the server keeps the server waiting.
  private static let mostBusy = 0.95

  private static func saturation(_ report: StressReport, _ plan: StressPlan) -> StressDoubt? {
    let busiest = report.threads.map(\.cpuShare).max() ?? 0
    guard busiest >= mostBusy else { return nil }
    return StressDoubt(
      reason: "a thread of the client was busy \(percent(busiest)) of the time, so replies waited "
        + "for the client and the figures are the client's",
      advice: "use more threads (-t \(plan.threads + 1)), fewer connections, or a lower rate (-r)")
  }

  /// How much of the time a thread may want a core and have none.
  private static let mostWaiting = 0.25

  private static func starvation(_ report: StressReport, _ plan: StressPlan) -> StressDoubt? {
    let worst = report.threads.map(\.waitShare).max() ?? 0
    guard worst >= mostWaiting else { return nil }
    return StressDoubt(
      reason: "a thread of the client waited \(percent(worst)) of the time for a core that others "
        + "were using",
      advice: "use fewer threads, a lower rate, or another machine for the client")
  }

  private static func lag(_ report: StressReport) -> StressDoubt? {
    let lag = report.sendLag.percentile(99)
    guard lag >= 1_000_000, lag * 2 >= report.latency.percentile(99) else { return nil }
    return StressDoubt(
      reason: "one message in a hundred was sent \(HumanFormat.duration(nanoseconds: lag)) late or "
        + "more by the client itself, which is at least half of the p99 latency",
      advice: "use more threads (-t), a lower rate, or another machine for the client")
  }

  private static func percent(_ share: Double) -> String {
    HumanFormat.count(rounding: share * 100) + " %"
  }
}
