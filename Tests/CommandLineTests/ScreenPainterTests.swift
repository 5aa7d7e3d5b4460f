import Testing

@testable import swiftlet

/// Redrawing in place: what is written so that nothing wraps, scrolls or stays behind.
@Suite struct ScreenPainterTests {
  private func terminal(_ columns: Int) -> Terminal {
    Terminal(
      isTerminal: true, environment: ["TERM": "xterm", "LANG": "C.UTF-8"], columns: columns,
      rows: 24)
  }

  private let hide = "\u{1B}[?25l\u{1B}[?7l"
  private let end = "\u{1B}[J\u{1B}[?7h"

  @Test func aBlockTakesThePlaceOfTheOneBefore() {
    var painter = ScreenPainter()
    let lines = [StyledLine("one"), StyledLine("two")]
    let body = "one\u{1B}[K\r\ntwo\u{1B}[K\r\n"
    #expect(painter.paint(lines, on: terminal(20)) == hide + "\r" + body + end)
    #expect(painter.paint(lines, on: terminal(20)) == hide + "\r\u{1B}[2A" + body + end)
    let empty = "\u{1B}[K\r\n"
    #expect(
      painter.erase(on: terminal(20))
        == "\r\u{1B}[2A" + empty + empty + "\u{1B}[J\r\u{1B}[2A\u{1B}[?25h")
    #expect(painter.erase(on: terminal(20)) == "\r\u{1B}[J\r\u{1B}[?25h")
  }

  @Test func aLineIsCutBeforeTheLastColumn() {
    var painter = ScreenPainter()
    let line = StyledLine(String(repeating: "x", count: 99))
    let text = painter.paint([line], on: terminal(20))
    #expect(text.contains(String(repeating: "x", count: 19) + "\u{1B}[K"))
    #expect(!text.contains(String(repeating: "x", count: 20)))
  }

  @Test func aNarrowerWindowHasWrappedWhatStoodThere() {
    var painter = ScreenPainter()
    _ = painter.paint(
      [StyledLine(String(repeating: "x", count: 50)), StyledLine()], on: terminal(60))
    // 50 columns are three rows of 20, and the empty line is one.
    #expect(painter.erase(on: terminal(20)).hasPrefix("\r\u{1B}[4A"))
  }

  @Test func whatIsLeftStandingIsNotTakenBack() {
    var painter = ScreenPainter()
    _ = painter.paint([StyledLine("one")], on: terminal(20))
    #expect(painter.leave() == "\u{1B}[?25h")
    #expect(painter.paint([], on: terminal(20)) == hide + "\r" + end)
  }

  @Test func stylesTakeNoRoom() {
    var line = StyledLine("ab", .good)
    line.add("cd")
    line.pad(to: 6)
    #expect(line.width == 6 && line.text == "abcd  ")
    #expect(line.rendered(on: terminal(20), width: 3) == "\u{1B}[32mab\u{1B}[0mc")
  }
}
