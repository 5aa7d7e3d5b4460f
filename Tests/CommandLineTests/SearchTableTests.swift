import Testing

@testable import Stress
@testable import swiftlet

/// The way of a search, for people and for programs.
@Suite struct SearchTableTests {
  @Test func aSearchThatFoundNothing() throws {
    let report = RateSearchReport(probes: [], best: nil, endedEarly: true)
    let text = SearchTable(report, condition: "p99<5ms").text
    #expect(text.contains("achieved/s") && text.contains("p99<5ms"))
    #expect(text.hasSuffix("no rate held, when the search was ended\n"))
    let json = try JSONReport(
      schema: 1, body: SearchJSON(report, condition: "p99<5ms", sampleContext)
    ).line()
    #expect(json.contains(#""ended_early":true"#) && json.contains(#""probes":[]"#))
  }

  @Test func theWayToTheHighestRate() {
    func probe(_ rate: Double, _ reason: String) -> RateProbe {
      var report = sampleReport()
      report.duration = .seconds(1)
      report.messages = Int(rate)
      return RateProbe(rate: rate, report: report, holds: reason.isEmpty, reason: reason)
    }
    let report = RateSearchReport(
      probes: [
        probe(8.4, ""), probe(200_000, "the condition did not hold"),
        probe(141_421.4, "the client could not keep up"), probe(100_000, ""),
      ], best: 100_000, endedEarly: false)
    let text = SearchTable(report, condition: "service.p99.99<=12.5ms").text
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for words in ["8.4  ", "141,421", "the condition did not hold", "held"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(text.hasSuffix("the highest rate that held: 100,000/s\n"))
  }
}
