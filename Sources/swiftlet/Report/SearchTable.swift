import Measurement
import Reports
import Stress

/// The way of a search to the highest rate that holds, a row per try.
struct SearchTable {
  private let report: RateSearchReport
  private let condition: String
  private let terminal: Terminal

  init(_ report: RateSearchReport, condition: String, on terminal: Terminal = .none) {
    self.report = report
    self.condition = condition
    self.terminal = terminal
  }

  /// The table and what was found, ending in a newline.
  var text: String {
    var table = TextTable(
      [.right, .right, .right, .right, .right, .left],
      header: ["rate/s", "achieved/s", "p50", "p99", "max", condition])
    for probe in report.probes {
      let latency = LatencySummary(probe.report.latency)
      let figures = [latency.p50, latency.p99, latency.max].map {
        HumanFormat.duration(nanoseconds: $0)
      }
      table.add(
        [count(probe.rate), count(probe.achieved)] + figures
          + [probe.holds ? "held" : probe.reason])
    }
    return terminal.spelled(table.text + "\n" + conclusion + "\n")
  }

  private var conclusion: String {
    let ending = report.endedEarly ? ", when the search was ended" : ""
    guard let best = report.best else {
      return terminal.styled("no rate held\(ending)", .bad)
    }
    return terminal.styled("the highest rate that held: \(count(best))/s\(ending)", .good)
  }

  /// A low rate with a decimal: 8.4 and 8.8 are not the same try.
  private func count(_ rate: Double) -> String {
    rate < 100 ? "\((rate * 10).rounded() / 10)" : HumanFormat.count(rounding: rate)
  }
}
