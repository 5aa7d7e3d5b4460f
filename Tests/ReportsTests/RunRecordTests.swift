import Reports
import Testing

struct RunRecordTests {
  @Test func hasASchema() { #expect(RunRecord.schema == 1) }
}
