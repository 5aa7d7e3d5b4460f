import Foundation
import Stress
import Testing

@testable import Reports

struct HTMLVerdictTests {
  @Test(arguments: [
    ("", ""), ("a", "A."), ("it took 29.0 ms, or 3 % more", "It took 29.0~ms, or 3~% more."),
    ("From 4 s on: why?", "From 4~s on: why?"), ("give 2 servers", "Give 2 servers."),
    ("a  b ", "A  b ."), ("s ms", "S ms."), ("5 s", "5~s."),
  ])
  func makesSentences(_ text: String, _ sentence: String) {
    #expect(HTMLVerdict.sentence(text) == String(sentence.map { $0 == "~" ? "\u{A0}" : $0 }))
  }

  @Test func saysADoubtOnce() throws {
    let record = try SampleRuns.named("invalid")
    #expect(record.explanation.contains { $0.contains(record.doubts[0].reason) })
    let shown = HTMLReport(record).text.components(separatedBy: "id=\"record\"")[0].lowercased()
    // "99 %" is held together on the page.
    let reason = "used 99\u{A0}% of a core"
    #expect(shown.components(separatedBy: reason).count == 2)
  }
}
