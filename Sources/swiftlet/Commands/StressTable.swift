import EchoProtocol
import Measurement
import Stress

/// The report of a load for people: what was done, how fast, how long it took, what went wrong.
enum StressTable {
  static func text(
    _ report: StressReport, _ plan: StressPlan, _ terminal: Terminal = .none
  ) -> String {
    let seconds = report.duration / .seconds(1)
    var table = TextTable([.left, .right, .left])
    table.add(
      "messages", HumanFormat.count(report.messages), "every reply compared byte for byte")
    table.add("rate", HumanFormat.count(rounding: report.messagesPerSecond), "messages/s")
    table.add("goodput", HumanFormat.byteRate(report.bytesPerSecond), "each way")
    table.add(
      "connections", HumanFormat.count(report.connections),
      "\(plan.pipeline) in flight each, \(HumanFormat.count(plan.sizes.largest)) B a message")
    table.add(
      "measured", HumanFormat.duration(nanoseconds: seconds * 1e9),
      report.endedEarly ? "ended early" : "after a warm-up")
    table.add(
      "client CPU", HumanFormat.duration(nanoseconds: report.clientCPUSeconds * 1e9),
      percent(report.clientCPUSeconds / max(seconds, 1e-9)) + " of a core")
    table.add("errors", HumanFormat.count(report.errors), causes(report))
    table.add("mismatches", HumanFormat.count(report.mismatches))
    var text = "\(plan.endpoints[0]), \(plan.echo.framing) framing, \(plan.echo.chain.name)\n\n"
    text += table.text
    if let failure = report.firstConnectFailure { text += "  first failure: \(failure)\n" }
    if let mismatch = report.firstMismatch { text += "  first mismatch: \(mismatch)\n" }
    return text + "\n" + latency(report) + "\n" + verdict(report, terminal) + "\n"
  }

  /// What it comes to, in one line.
  private static func verdict(_ report: StressReport, _ terminal: Terminal) -> String {
    if !report.isClean {
      return terminal.styled("not every message was answered, and answered right", .bad)
    }
    if report.messages == 0 { return terminal.styled("nothing was measured", .bad) }
    return terminal.styled("every byte came back right", .good)
  }

  /// One row of percentiles, which fits 80 columns.
  private static func latency(_ report: StressReport) -> String {
    let names = ["min", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max"]
    let summary = LatencySummary(report.latency)
    var table = TextTable(
      Array(repeating: .right, count: names.count + 1), header: ["latency"] + names)
    table.add(
      [""] + summary.microseconds.map { HumanFormat.duration(nanoseconds: $0.microseconds * 1000) })
    return table.text
  }

  private static func causes(_ report: StressReport) -> String {
    StressFailure.allCases.compactMap { cause in
      report.errorsByCause[cause].map { "\(cause.rawValue) \(HumanFormat.count($0))" }
    }.joined(separator: ", ")
  }

  private static func percent(_ share: Double) -> String {
    HumanFormat.count(rounding: share * 100) + " %"
  }
}
