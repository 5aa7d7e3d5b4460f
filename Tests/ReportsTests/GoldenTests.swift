import FoundationEssentials
import Measurement
import Reports
import Testing

/// The files that are kept, to the character.
///
/// When a change is meant, `SWIFTLET_GOLDEN=write swift test --filter GoldenTests` writes them anew;
/// look at the difference before you commit it.
struct GoldenTests {
  private func check(_ name: String, _ text: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden").appending(path: name)
    if ProcessInfo.processInfo.environment["SWIFTLET_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  /// The JSON with one key a line, which a person can compare, and without the packed histograms.
  ///
  /// Another zlib may pack them otherwise; that they come back is another test.
  private func lines(_ json: String) -> String {
    var text = ""
    var inText = false
    var packed = ""
    for character in json {
      if character == "\"" { inText.toggle() }
      if inText || character == "\"" {
        packed.append(character)
        if !inText {
          text += packed.hasPrefix("\"HISTFAAA") ? "\"HISTFAAA...\"" : packed
          packed = ""
        }
        continue
      }
      text.append(character)
      if "{[,".contains(character) { text.append("\n") }
    }
    return text
  }

  @Test func json() throws {
    try check("run.json", lines(try Fixture.record().json()))
  }

  @Test func csv() throws {
    let csv = try Fixture.record().csv()
    #expect(csv.utf8.count { $0 == 13 } == 3)
    try check("intervals.csv", csv.split(separator: "\r\n").map { $0 + "\n" }.joined())
  }

  @Test func csvOfAClosedLoopHasNoTarget() throws {
    let csv = try Fixture.run([[1, 3]], rate: nil).csv()
    #expect(csv.contains("\r\n0,1,2,2,0,3,,1000,"))
  }

  @Test func hgrm() throws {
    try check("latency.hgrm", try Fixture.record().hgrm())
  }

  @Test func comparison() throws {
    var b = try Fixture.record()
    b.latency.p99 *= 1.5
    b.plan.connections = 4
    try check("diff.json", lines(try RunComparison(Fixture.record(), b).json()))
  }
}
