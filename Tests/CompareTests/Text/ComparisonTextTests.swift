import Foundation
import Testing

@testable import Compare

struct ComparisonTextTests {
  private static let samples = [
    SampleComparison.record(), SampleComparison.small(), SampleComparison.empty(),
    SampleComparison.record(
      peer: "\u{1B}[2J<script>alert(\"a very long name\")</script>\n\u{202E}"),
  ]

  /// To the character; `SWIFTLET_GOLDEN=write swift test --filter ComparisonTextTests` writes it
  /// anew: look at the difference before you commit it.
  @Test func isTheGoldenText() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Golden/sample.txt")
    let text = ComparisonText(SampleComparison.record()).text
    if ProcessInfo.processInfo.environment["SWIFTLET_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test func fitsAHundredColumnsAndShowsEverything() {
    for sample in Self.samples {
      let text = ComparisonText(sample).text
      #expect(text.hasSuffix("\n"))
      for line in text.split(separator: "\n") {
        // A command is one long word where it has no blanks.
        #expect(line.count <= 100, "\(line)")
      }
      let isVisible = text.unicodeScalars.allSatisfy {
        $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}")
      }
      #expect(isVisible)
    }
  }

  @Test func marksAndExplains() {
    let text = ComparisonText(SampleComparison.record()).text
    #expect(text.contains("Ended before all was measured"))
    #expect(text.contains("! c-epoll is not judged, the client was the bottleneck: the client's"))
    #expect(text.contains("! pool reached its limit: serves 16 connections at a time"))
    #expect(text.contains("! async was not measured: interrupted before it had its turn"))
    #expect(text.contains("not run: it wants 1,024 open files"))
    #expect(text.contains(">< process falls behind thread at 310 to 360 connections."))
    #expect(text.contains("again: swiftlet compare --work mixed --rounds 5"))
    #expect(text.contains("* reactor"))
    #expect(text.contains("= reactor"))
    #expect(!ComparisonText(SampleComparison.small()).text.contains("Ended before"))
  }

  @Test func noUnitIsNotShown() {
    var record = SampleComparison.small()
    record.experiments[0].metric.title = "other connections lost"
    record.experiments[0].metric.unit = ""
    record.experiments[0].metric.higherIsBetter = false
    let text = ComparisonText(record).text
    #expect(text.contains("\ndecided by other connections lost: less is better\n"))
  }

  @Test func aSummaryIsItsHead() {
    let text = ComparisonText(SampleComparison.record())
    #expect(text.summary.contains("*1.87x") && text.summary.contains("Example CPU 3.0 GHz"))
    #expect(!text.summary.contains("== connections"))
    #expect(text.text.hasPrefix(text.summary.prefix(1500)))
  }

  /// More contestants than columns are shown in parts.
  @Test func manyContestantsAreShownInParts() {
    var record = SampleComparison.small()
    for index in 0..<30 {
      let name = "contestant-\(index)"
      record.contestants.append(
        ContestantRecord(name: name, kind: .peer, command: "", description: ""))
      record.decisions[0].marks.append(
        MarkRecord(contestant: name, kind: .behind, text: "1/\(index)"))
    }
    let text = DecisionTable(record: record).text
    #expect(text.contains("1/29") && text.contains("1/0"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }
}
