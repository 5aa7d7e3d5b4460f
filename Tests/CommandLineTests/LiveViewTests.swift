import Measurement
import Stress
import Testing

@testable import swiftlet

/// What somebody who watches a load sees, without a terminal.
@Suite struct LiveViewTests {
  private func progress(
    _ phase: StressProgress.Phase = .measuring, rate: Int = 20_000, second: Int = 1,
    latency: [UInt64] = [100_000, 200_000, 5_000_000]
  ) -> StressProgress {
    var progress = StressProgress(phase)
    progress.elapsed = .seconds(second)
    progress.total = .seconds(10)
    progress.connections = 50
    progress.messages = rate * second
    progress.interval.duration = .seconds(1)
    progress.interval.messages = rate
    progress.intervalLatency = LatencySummary(Histogram(latency))
    progress.latency = LatencySummary(Histogram(latency))
    return progress
  }

  private func view(_ change: (inout LiveView) -> Void = { _ in }) -> LiveView {
    var view = LiveView(title: "tcp://127.0.0.1:5000", connections: 50, hint: "q ends")
    change(&view)
    return view
  }

  private func text(_ view: LiveView, _ columns: Int = 79, _ rows: Int = 23) -> String {
    view.lines(columns: columns, rows: rows, isUnicode: true).map { $0.text + "\n" }.joined()
  }

  @Test func showsWhatThereIsToKnow() {
    var news = progress(second: 4)
    news.interval.target = 21_000
    news.errorsByCause = [.timeout: 2, .refused: 1]
    news.mismatches = 7
    news.connections = 49
    let text = text(view { $0.update(news) })
    for words in [
      "tcp://127.0.0.1:5000", "measuring", "4 s of 10 s, 6 s left", "20,000/s", "5.00 ms",
      "target 21,000/s", "last second", "so far", "p99.9", "connections 49 of 50", "errors 3",
      "mismatches 7", "connection refused 1, reply timed out 2", "q ends",
    ] { #expect(text.contains(words), "\(words)") }
  }

  @Test func aCountIsProgressToo() {
    var view = LiveView(title: "x", connections: 50, messages: 100_000)
    view.update(progress(second: 2))
    #expect(text(view).contains("40,000 of 100,000"))
    #expect(view.sentence.hasPrefix("40,000 of 100,000  20,000 messages/s"))
  }

  @Test(arguments: [1, 2, 5, 9, 14, 23, 60], [20, 30, 60, 79, 200])
  func fitsEveryWindow(_ rows: Int, _ columns: Int) {
    var news = progress()
    news.errorsByCause = Dictionary(uniqueKeysWithValues: StressFailure.allCases.map { ($0, 9) })
    let lines = view { $0.update(news) }
      .lines(columns: columns, rows: rows, isUnicode: true)
    #expect(lines.count <= rows && !lines.isEmpty)
    let terminal = Terminal(isTerminal: true, environment: [:], columns: columns)
    for line in lines {
      #expect(line.rendered(on: terminal, width: columns).count <= columns, "\(line.text)")
    }
  }

  @Test func aLowWindowKeepsWhatMatters() {
    let text = text(view { $0.update(progress()) }, 79, 5)
    for words in ["tcp://127.0.0.1:5000", "1 s of 10 s", "rate", "p99", "connections 50"] {
      #expect(text.contains(words), "\(words) in \(text)")
    }
    #expect(!text.contains("p99.9"))
  }

  @Test func aMinuteIsRemembered() {
    let whole = view { view in
      for second in 1...100 { view.update(progress(rate: second, second: second)) }
    }
    let rate = text(whole).split(separator: "\n").first { $0.hasPrefix("rate") } ?? ""
    #expect(rate.filter { "▁▂▃▄▅▆▇█".contains($0) }.count == 60)
    #expect(text(whole).contains("last minute: up to 100/s"))
  }

  @Test func beforeTheLoadThereIsNothingToShow() {
    #expect(text(view()).contains("connecting"))
    #expect(text(view { $0.update(progress(.warmup)) }).contains("not yet counting"))
    #expect(view().sentence == "connecting: 0 connections")
  }

  @Test func withoutUnicodeThereIsASCII() {
    let lines = view { $0.update(progress(latency: [1_000, 90_000])) }
      .lines(columns: 79, rows: 23, isUnicode: false)
    let terminal = Terminal(isTerminal: true, environment: ["LANG": "C"], columns: 80)
    for line in lines {
      #expect(line.rendered(on: terminal, width: 79).utf8.allSatisfy { $0 < 128 }, "\(line.text)")
    }
  }

  @Test func sparklines() {
    #expect(Sparkline.text([0, 1, 2, 4, 8], width: 9, isUnicode: true) == "▁▂▃▅█")
    #expect(Sparkline.text([0, 4, nil, 8], width: 3, isUnicode: true) == "▅ █")
    #expect(Sparkline.text([0, 0], width: 3, isUnicode: true) == "▁▁")
    #expect(Sparkline.text([1, 7], width: 3, isUnicode: false) == "-#".replacing("-", with: "."))
  }

  @Test func bars() {
    #expect(Bar.text(0.5, width: 4, isUnicode: true) == "██")
    #expect(Bar.text(1 / 32.0, width: 4, isUnicode: true) == "▏")
    #expect(Bar.text(9, width: 4, isUnicode: true) == "████")
    #expect(Bar.text(.nan, width: 4, isUnicode: true) == "")
    #expect(Bar.boxed(0.5, width: 4, isUnicode: false) == "##..")
    #expect(Bar.logarithmic(100, from: 10, to: 1000) == 0.5)
    #expect(Bar.logarithmic(1, from: 10, to: 1000) == 0)
  }

  @Test(arguments: [
    (0.4, "0 s"), (59, "59 s"), (125, "2:05 min"), (3_600, "1:00:00 h"), (86_400, "24:00:00 h"),
  ]) func clocks(_ seconds: Double, _ text: String) {
    #expect(LiveView.clock(.seconds(seconds)) == text)
  }
}
