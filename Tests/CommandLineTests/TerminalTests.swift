import Testing

@testable import swiftlet

/// When colour and redrawing are welcome, and what is written when they are not.
@Suite struct TerminalTests {
  @Test(arguments: [
    (true, ["TERM": "xterm"], true), (true, ["TERM": "xterm", "NO_COLOR": ""], true),
    (true, ["TERM": "xterm", "NO_COLOR": "1"], false), (true, ["TERM": "dumb"], false),
    (true, [:], false), (false, ["TERM": "xterm"], false),
  ]) func isRich(_ isTerminal: Bool, _ environment: [String: String], _ rich: Bool) {
    let terminal = Terminal(isTerminal: isTerminal, environment: environment, columns: nil)
    #expect(terminal.isRich == rich)
    #expect(terminal.styled("x", .bad) == (rich ? "\u{1B}[31mx\u{1B}[0m" : "x"))
  }

  @Test func width() {
    func width(_ environment: [String: String], _ columns: Int?) -> Int {
      Terminal(isTerminal: true, environment: environment, columns: columns).width
    }
    #expect(width([:], nil) == 80)
    #expect(width(["COLUMNS": "120"], nil) == 120)
    #expect(width(["COLUMNS": "120"], 100) == 100)
    #expect(width(["COLUMNS": "junk"], nil) == 80)
    #expect(width([:], 3) == 20)
  }

  private func written(_ terminal: Terminal, _ use: (inout LiveLine) -> Void) -> String {
    var text = ""
    withoutActuallyEscaping({ text += $0 }) { (write: @escaping (String) -> Void) in
      var line = LiveLine(on: terminal, write: write)
      use(&line)
    }
    return text
  }

  @Test func aLiveLineIsRewrittenInPlace() {
    let rich = Terminal(isTerminal: true, environment: ["TERM": "xterm"], columns: 20)
    let text = written(rich) {
      $0.clear()
      $0.show("one")
      $0.show(String(repeating: "x", count: 30))
      $0.clear()
      $0.clear()
    }
    let cut = String(repeating: "x", count: 19)
    #expect(text == "\rone\u{1B}[K\r\(cut)\u{1B}[K\r\u{1B}[K")
  }

  @Test func aPlainTerminalGetsLinesAndAPipeNothing() {
    let plain = Terminal(isTerminal: true, environment: ["TERM": "dumb"], columns: nil)
    let use = { (line: inout LiveLine) in
      line.show("one")
      line.show("two")
      line.clear()
    }
    #expect(written(plain, use) == "one\ntwo\n")
    #expect(written(.none, use) == "")
  }
}
