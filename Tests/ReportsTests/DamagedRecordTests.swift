import FoundationEssentials
import Measurement
import Reports
import Testing

/// Files that are no record get an error that says why, and none traps.
struct DamagedRecordTests {
  /// The record as text, with one piece replaced.
  private func text(_ old: String = "", _ new: String = "") throws -> [UInt8] {
    let json = try Fixture.record().json()
    if old.isEmpty { return Array(json.utf8) }
    let parts = json.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "the record has no \(old)")
    return Array((parts[0] + new + parts[1]).utf8)
  }

  @Test(arguments: [
    (#""schema":1,"#, #""schema":7,"#, "schema 7 is newer than this program's 1"),
    (#""schema":1,"#, "", "no record of a run: it has no 'schema'"),
    (#""schema":1,"#, #""schema":"1","#, "'schema' is not a whole number"),
    (#""seed":42,"#, "", "'seed' is missing; an older version may have written it"),
    (#""seed":42,"#, #""seed":"1","#, "'seed' is not a whole number"),
    (#""pipeline":1,"#, "", "'plan.pipeline' is missing; an older version may have written it"),
    (#""messages":3,"#, #""messages":true,"#, "'intervals[0].messages' is not a whole number"),
    (
      #""messages":3,"#, #""messages":-3,"#,
      "'intervals[0].messages' is not a count from 0 to 2^53"
    ),
    (#""unsent":1,"#, #""unsent":-1,"#, "'unsent' is not a count from 0 to 2^53"),
    (#""ended_early":false,"#, #""ended_early":0,"#, "'ended_early' is not true or false"),
    (#""command":["#, #""command":[1,"#, "'command[0]' is not a text"),
    (
      #""started_at_unix_seconds":1770091506.789"#, #""started_at_unix_seconds":1e300"#,
      "'started_at_unix_seconds' is not a moment"
    ),
    (
      #""start_seconds":1,"#, #""start_seconds":1e99,"#,
      "'intervals[1].start_seconds' is not a number from 0 to 1e12"
    ),
    (
      #""first_byte":"H"#, #""first_byte":"!"#,
      "'histograms.first_byte' is not valid: not base64 at character 0"
    ),
  ])
  func says(old: String, new: String, message: String) throws {
    let bytes = try text(old, new)
    let error = try #require(throws: RecordError.self) { try RunRecord(json: bytes) }
    #expect(error.description == message)
  }

  @Test(arguments: [
    "", "{", "[]", "7", "\"x\"", "null", "nonsense", "{}", "{\"schema\":null}", "\u{0}",
  ])
  func isNoRecord(text: String) throws {
    let error = try #require(throws: RecordError.self) { try RunRecord(json: Array(text.utf8)) }
    #expect(error.description.hasPrefix("no"))
  }

  @Test func cutAnywhereItIsAnError() throws {
    let bytes = try text()
    for length in stride(from: 0, to: bytes.count - 2, by: 211) {
      #expect(throws: RecordError.self) { try RunRecord(json: Array(bytes.prefix(length))) }
    }
  }

  @Test func unknownKeysAreNotLookedAt() throws {
    let bytes = try text(#""seed":42,"#, #""seed":42,"sock":{"x":[1,null]},"#)
    #expect(try RunRecord(json: bytes) == Fixture.record())
  }

  @Test func aHistogramIsMissingOrDamagedOnlyWhereItIsAskedFor() throws {
    var record = try Fixture.record()
    record.histograms[.service] = nil
    record.histograms[.latency] = EncodedHistogram(bytes: [1, 2, 3, 4])
    let read = try RunRecord(json: Array(try record.json().utf8))
    #expect(throws: RecordError.noHistogram(.service)) { try read.histogram(.service) }
    #expect(throws: RecordError.badHistogram("latency", .wrongCookie(0x0102_0304))) {
      try read.hgrm()
    }
    #expect("\(RecordError.noHistogram(.latency))" == "no histogram 'latency'")
  }

  @Test func deepNestingIsAnError() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: RecordError.self) { try RunRecord(json: Array(deep.utf8)) }
  }
}
