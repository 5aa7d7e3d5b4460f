import Foundation
import Reports
import Testing

@testable import Compare

struct ComparisonRecordTests {
  @Test func comesBackEqual() throws {
    for record in [
      SampleComparison.record(), SampleComparison.small(), SampleComparison.empty(),
      SampleComparison.record(peer: "<script>alert(\"1\")</script>\u{1B}[31m\u{202E}"),
    ] {
      #expect(try ComparisonRecord(json: Array(try record.json().utf8)) == record)
    }
  }

  @Test func isOneObjectWithItsSchemaAndKind() throws {
    let json = try SampleComparison.small().json()
    #expect(json.hasSuffix("}\n") && json.count { $0.isNewline } == 1)
    #expect(json.contains(#""schema":1,"#) && json.contains(#""kind":"compare","#))
    #expect(json.contains(#""started_at":"2026-02-03T04:04:05.678Z","#))
    #expect(json.contains(#""user_cpu_us_per_message":"#))
    #expect(json.contains(#""client_bound":false"#))
  }

  @Test func whatIsNoNumberIsNotWritten() throws {
    var record = SampleComparison.small()
    record.experiments[0].cells[0].entries[0].figures[.p99] = .infinity
    #expect(
      throws: RecordError.notFinite("experiments[0].cells[0].entries[0].figures.p99_us")
    ) { try record.json() }
  }

  /// The record as text, with one piece replaced.
  private func text(_ old: String, _ new: String) throws -> [UInt8] {
    let parts = try SampleComparison.small().json().split(
      separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the record has no \(old)")
    return Array((parts[0] + new + parts[1]).utf8)
  }

  @Test(
    arguments: [
      (#""schema":1,"#, #""schema":7,"#, "schema 7 is newer than this program's 1"),
      (#""schema":1,"#, "", "no record of a comparison: its 'kind' is not 'compare'"),
      (#""kind":"compare","#, "", "no record of a comparison: its 'kind' is not 'compare'"),
      (#""rounds":5,"#, #""rounds":-5,"#, "'rounds' is not a count from 0 to 2^53"),
      (#""rounds":5,"#, "", "'rounds' is missing; an older version may have written it"),
      (
        #""contestant":"reactor""#, #""contestant":"other""#,
        "'decisions[0].marks' is not the name of a contestant"
      ),
      (
        #""contestant":"thread""#, #""contestant":"reactor""#,
        "'decisions[0].marks' is not a list in which no contestant comes twice"
      ),
      (#""kind":"model","#, #""kind":"mode","#, "'contestants[0].kind' is not valid"),
      (
        #""name":"thread""#, #""name":"""#, "'contestants[1].name' is not a name of 1 to 200"
      ),
      (
        #""median":"#, #""median":-"#,
        "'experiments[0].cells[0].entries[0].estimate.median' is not a number from 0 to 1e12"
      ),
      (#""server_cores":[0]"#, #""server_cores":[-1]"#, "'server_cores' is not a count from 0"),
      (#""x":1}"#, #""x":1e99}"#, "'experiments[0].cells[0].x' is not a number from 0 to 1e12"),
    ])
  func says(old: String, new: String, message: String) throws {
    let bytes = try text(old, new)
    let error = try #require(throws: RecordError.self) { try ComparisonRecord(json: bytes) }
    #expect(error.description.hasPrefix(message), "\(error)")
    #expect(!error.description.contains { $0.isNewline })
  }

  @Test(arguments: [
    "", "{", "[]", "7", "\"x\"", "null", "nonsense", "{}", "{\"schema\":1}", "\u{0}",
    "{\"schema\":1,\"kind\":\"stress\"}", String(repeating: "[", count: 100_000),
  ])
  func isNoRecord(text: String) throws {
    let error = try #require(throws: RecordError.self) {
      try ComparisonRecord(json: Array(text.utf8))
    }
    #expect(error.description.hasPrefix("no"))
  }

  @Test func cutAnywhereItIsAnError() throws {
    let bytes = Array(try SampleComparison.small().json().utf8)
    for length in stride(from: 0, to: bytes.count - 2, by: 397) {
      #expect(throws: RecordError.self) { try ComparisonRecord(json: Array(bytes.prefix(length))) }
    }
  }

  @Test func listsAndTextsHaveAnEnd() throws {
    var record = SampleComparison.small()
    record.notes = Array(repeating: "", count: 10_001)
    #expect(throws: RecordError.self) { try record.validate() }
    record.notes = [String(repeating: "x", count: 20_001)]
    #expect(throws: RecordError.self) { try record.validate() }
    record.notes = []
    record.contestants += (0..<70).map {
      ContestantRecord(name: "p\($0)", kind: .peer, command: "", description: "")
    }
    #expect(throws: RecordError.self) { try record.validate() }
  }

  @Test func unknownKeysAreNotLookedAt() throws {
    let bytes = try text(#""rounds":5,"#, #""rounds":5,"rondo":{"x":[1,null]},"#)
    #expect(try ComparisonRecord(json: bytes) == SampleComparison.small())
  }
}
