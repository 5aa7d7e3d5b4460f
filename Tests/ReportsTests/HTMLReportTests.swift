import EchoProtocol
import Foundation
import Reports
import TestSupport
import Testing

struct HTMLReportTests {
  @Test(arguments: SampleRuns.all.map(\.name))
  func isOneWholePage(_ name: String) throws {
    let faults = WholePage.faults(in: HTMLReport(try SampleRuns.named(name)).text)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(arguments: SampleRuns.all.map(\.name))
  func holdsTheRecord(_ name: String) throws {
    let record = try SampleRuns.named(name)
    let page = HTMLReport(record).text
    let begin = try #require(page.range(of: "id=\"record\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: begin..<page.endIndex)).lowerBound
    #expect(try RunRecord(json: Array(page[begin..<end].utf8)) == record)
  }

  @Test func showsExactFigures() throws {
    let record = try SampleRuns.named("steady")
    let page = HTMLReport(record).text
    func shows(_ way: String, _ value: Double) -> Bool {
      let text = Int(exactly: value).map { "\($0)" } ?? "\(value)"
      return page.contains("<data value=\"\(text)\" data-figure=\"\(way)\">")
    }
    #expect(shows("messages_per_second", record.messagesPerSecond))
    #expect(shows("target_per_second", 2000))
    #expect(shows("latency_us.p99", record.latency.p99))
    #expect(shows("service_us.p99_99", record.service.p9999))
    #expect(shows("send_lag_us.p50", record.sendLag.p50))
    #expect(shows("client_cpu_seconds", record.clientCPUSeconds))
    #expect(shows("intervals.3.latency_us.max", record.intervals[3].latency.max))
    #expect(shows("environment.quota_cores", 1.5))
  }

  @Test(arguments: [
    ("steady", "clean"), ("invalid", "invalid"), ("failing", "faulty"), ("empty", "empty"),
    ("hostile", "invalid"), ("stalled", "clean"), ("overloaded", "short"),
  ])
  func judges(_ name: String, _ verdict: String) throws {
    let page = HTMLReport(try SampleRuns.named(name)).text
    #expect(page.contains("data-verdict=\"\(verdict)\""))
  }

  @Test func saysWhereTheLatenciesPart() throws {
    #expect(HTMLReport(try SampleRuns.named("stalled")).text.contains("They part company at p9"))
    #expect(HTMLReport(try SampleRuns.named("steady")).text.contains("They stay together"))
    let closed = HTMLReport(try SampleRuns.named("closed")).text
    #expect(closed.contains("A closed loop: a message is due when it is sent"))
    #expect(!closed.contains("from when it was really sent"))
  }

  @Test func quotesTheCommandForAShell() throws {
    let page = HTMLReport(try SampleRuns.named("hostile")).text
    #expect(page.contains("&#39;it&#39;\\&#39;&#39;s&#39; &#39;&#39; --seed=1"))
  }

  /// An hour costs little more than its record.
  @Test func staysSmall() throws {
    let record = try SampleRuns.named("long")
    let page = HTMLReport(record).text.utf8.count
    #expect(page - (try record.json().utf8.count) < 300_000)
  }

  /// The policy allows one script by its digest: whoever changes the script changes that.
  @Test func allowsItsOwnScriptAlone() throws {
    let page = HTMLReport(try SampleRuns.named("steady")).text
    let begin = try #require(page.range(of: "<script>")).upperBound
    let end = try #require(page.range(of: "</script>", range: begin..<page.endIndex)).lowerBound
    var digest = Array(page[begin..<end].utf8)
    try SHA256Transform().apply(to: &digest)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(decoding: digest[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
    let hash = "sha256-\(Data(bytes).base64EncodedString())"
    #expect(page.contains(hash), "HTMLScript.hash is to be \"\(hash)\"")
  }
}
