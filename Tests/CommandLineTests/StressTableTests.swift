import Measurement
import Reports
import Stress
import Testing

@testable import swiftlet

/// The report for people: 80 columns, everything that is known, and what it comes to.
@Suite struct StressTableTests {
  private func text(
    _ record: RunRecord, gates: [String] = [], strict: Bool = false, unicode: Bool = true
  ) -> String {
    let terminal = Terminal(
      isTerminal: false, environment: ["LANG": unicode ? "C.UTF-8" : "C"], columns: nil)
    let verdict = StressVerdict(record, firedGates: gates, isStrict: strict)
    return StressTable(record, verdict, on: terminal).text
  }

  private func expectColumns(_ text: String, location: SourceLocation = #_sourceLocation) {
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80 && line.last != " ", "\(line)", sourceLocation: location)
    }
  }

  @Test func aCleanRun() {
    let text = text(sampleRecord())
    expectColumns(text)
    for words in [
      "123,456", "12,346  messages/s", "closed loop", "p99.99", "10.0 ms", "first byte",
      "50  1 in flight each, 64 B a message",
    ] { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains("service"), "in a closed loop it is the latency")
    #expect(!text.contains("connect "), "nothing was measured of it")
    #expect(text.hasSuffix("\n\nevery byte came back right\n"))
  }

  @Test func anOpenLoopHasATargetAndTwoLatencies() {
    let text = text(
      sampleRecord(.open(.constant(13_000), .poisson)) { report in
        report.target = 13_000
        report.unsent = 17
        report.sendLag = Histogram([2000, 3000, 90_000])
      })
    expectColumns(text)
    for words in [
      "open loop, poisson arrivals", "95.0 % of the target of 13,000", "latency  service",
      "unsent", "send lag", "·· service",
    ] { #expect(text.contains(words), "\(words) in \(text)") }
  }

  @Test func everythingThatCanGoWrongFits() {
    let text = text(
      sampleRecord(.open(.constant(13_000))) { report in
        report.errorsByCause = Dictionary(
          uniqueKeysWithValues: StressFailure.allCases.map { ($0, 1_234_567_890) })
        report.mismatches = 9
        report.endedEarly = true
        report.connectionsOpened = 999_999
        report.threads = [
          .init(cpuShare: 0.99, waitShare: 0.5), .init(cpuShare: 0.2, waitShare: 0),
        ]
        report.doubts = [
          StressDoubt(
            reason: "the client's busiest thread used 99 % of its core, so it could not keep up",
            advice: "use more threads with -t, or fewer connections")
        ]
        var companion = CompanionReport(.slowReader)
        (companion.wanted, companion.endedByServer) = (1000, 123_456)
        report.companions = [companion, CompanionReport(.halfCloser)]
      }, gates: ["p99>5ms: p99 is 9.90 ms"])
    expectColumns(text)
    for words in [
      "INVALID: the client's busiest thread", "what to do: use more threads", "FAILED: p99>5ms",
      "reply timed out     1,234,567,890", "slow readers", "half closers",
      "the busiest of 2 threads",
      "not every message was answered, and answered right", "999,999",
    ] { #expect(text.contains(words), "\(words) in \(text)") }
  }

  @Test func nothingIsSaidTwice() {
    let doubted = text(
      sampleRecord { $0.doubts = [StressDoubt(reason: "r-word", advice: "a-word")] })
    for word in ["r-word", "a-word"] {
      #expect(doubted.split(separator: word, omittingEmptySubsequences: false).count == 2)
    }
    let empty = text(sampleRecord { $0.messages = 0 }).lowercased()
    let pieces = empty.split(separator: "nothing was measured", omittingEmptySubsequences: false)
    #expect(pieces.count == 2, "\(empty)")
  }

  @Test func theStepsOfAProfileHaveARowEach() {
    let text = text(
      sampleRecord(.open(.steps([1000, 2000], each: .seconds(2)))) { report in
        report.intervals = (0..<4).map { second in
          var interval = StressInterval()
          interval.start = .seconds(second)
          interval.duration = .seconds(1)
          interval.messages = second < 2 ? 1000 : 1990
          interval.latency = EncodedHistogram(Histogram([1_000_000 * UInt64(second + 1)]))
          return interval
        }
      })
    expectColumns(text)
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("0 ns 1,000 1,000 1.00 ms 2.00 ms 2.00 ms 0"), "\(text)")
    #expect(rows.contains("2.00 s 2,000 1,990 3.00 ms 4.00 ms 4.00 ms 0"), "\(text)")
  }

  @Test func withoutUnicodeThereIsASCII() {
    let text = text(sampleRecord(.open(.constant(9))) { $0.target = 9 }, unicode: false)
    #expect(text.utf8.allSatisfy { $0 < 128 }, "\(text)")
    #expect(text.contains("*") && text.contains("max"))
    expectColumns(text)
  }

  @Test func verdicts() {
    func verdict(
      _ gates: [String] = [], strict: Bool = false, _ change: (inout StressReport) -> Void
    ) -> StressVerdict {
      StressVerdict(sampleRecord(.closed(), change), firedGates: gates, isStrict: strict)
    }
    let doubt = StressDoubt(reason: "r", advice: "a")
    #expect(verdict { _ in }.status == .well)
    #expect(verdict { $0.errorsByCause = [.timeout: 1] }.status == .refused)
    #expect(verdict { $0.mismatches = 1 }.status == .refused)
    #expect(verdict { $0.messages = 0 }.status == .refused)
    #expect(verdict { ($0.messages, $0.endedEarly) = (0, true) }.status == .well)
    #expect(verdict { ($0.messages, $0.endedEarly) = (0, true) }.sentence == "nothing was measured")
    #expect(verdict(["p99>5ms"]) { _ in }.status == .refused)
    #expect(verdict { $0.doubts = [doubt] }.status == .well)
    #expect(verdict(strict: true) { $0.doubts = [doubt] }.status == .refused)
    #expect(verdict(strict: true) { _ in }.status == .well)
    var wrong = CompanionReport(.halfCloser)
    wrong.wrong = 1
    #expect(verdict { $0.companions = [wrong] }.status == .refused)
  }

  @Test(arguments: [[1], [5, 5], [1, 4_000_000_000_000], [999, 1000], [0]])
  func plotsOfFewValues(_ values: [UInt64]) {
    let plot = PercentilePlot(Histogram(values), beside: Histogram(values))
    for isUnicode in [true, false] {
      let lines = plot.text(isUnicode: isUnicode).split(separator: "\n")
      #expect(lines.count == 12 && lines.allSatisfy { $0.count <= 80 })
    }
  }

  @Test func paragraphs() {
    #expect(Paragraph.wrapped("") == "")
    #expect(Paragraph.wrapped("aa bb cc", indent: 1, width: 6) == " aa bb\n   cc\n")
    #expect(Paragraph.wrapped("aaaaaaaa b", width: 4) == "aaaaaaaa\n  b\n")
  }
}
