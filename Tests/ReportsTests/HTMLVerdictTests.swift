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

  @Test func aWrongReplyToACompanionIsAFailure() throws {
    var record = try SampleRuns.named("closed")
    #expect(record.isClean && HTMLVerdict(record).judgement == .clean)
    record.companions[1].wrong = 1
    #expect(!record.isClean && HTMLVerdict(record).judgement == .faulty)
    #expect(
      HTMLVerdict(record).markup.text.contains("1 reply to slow reader peers was wrong or missing"))
    record.doubts = [StressDoubt(reason: "r", advice: "a")]
    #expect(HTMLVerdict(record).markup.text.contains("Also, 1 reply to slow reader peers"))
  }

  @Test func saysADoubtOnce() throws {
    let record = try SampleRuns.named("invalid")
    let shown = HTMLReport(record).text.components(separatedBy: "id=\"record\"")[0].lowercased()
    // "99 %" is held together on the page.
    let reason = "used 99\u{A0}% of a core"
    #expect(shown.components(separatedBy: reason).count == 2)
  }
}
