import Reports
import Testing

@testable import swiftlet

/// Tables for people and objects for programs.
@Suite struct ReportTests {
  @Test func columnsAreAligned() {
    var table = TextTable([.left, .right, .left], header: ["model", "msg/s", "note"])
    table.add("reactor", "120000", "")
    table.add("async", "98000", "µ")
    table.add("x")
    #expect(
      table.text == """
        model     msg/s  note
        -------  ------  ----
        reactor  120000
        async     98000  µ
        x

        """)
  }

  @Test func aWideTableCutsWordsAndNeverFigures() {
    var table = TextTable([.left, .right], width: 20)
    table.add(String(repeating: "w", count: 30), "123456789")
    #expect(table.text == "wwwwwwww…  123456789\n")
  }

  @Test func anEmptyTableIsNothing() {
    #expect(TextTable([.left, .right]).text == "")
  }

  private struct Body: Encodable {
    struct Latency: Encodable {
      var p99_9: Int
    }
    var messages: Int
    var path: String
    var latency: Latency

    private enum CodingKeys: String, CodingKey {
      case messages
      case path
      case latency = "latency_us"
    }
  }

  @Test func aReportIsOneLineWithItsSchema() throws {
    let body = Body(messages: 3, path: "unix:/run/x", latency: .init(p99_9: 7))
    #expect(
      try JSONReport(schema: 1, body: body).line()
        == #"{"latency_us":{"p99_9":7},"messages":3,"path":"unix:/run/x","schema":1}"# + "\n")
  }

  @Test func aReportThatCannotBeWrittenIsABug() {
    let error = #expect(throws: CommandError.self) {
      try JSONReport(schema: 1, body: ["rate": Double.nan]).line()
    }
    #expect(error?.status == .software)
  }
}
