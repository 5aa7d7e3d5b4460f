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

  @Test(arguments: [
    (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false),
    ([:], false), (["LANG": "C.UTF-8", "LC_ALL": "C"], false),
    (["LANG": "C", "LC_CTYPE": "en_GB.UTF-8"], true),
    (["LANG": "C.UTF-8", "LC_ALL": ""], true),
  ]) func theLocaleTellsWhatCanBeShown(_ environment: [String: String], _ isUnicode: Bool) {
    let terminal = Terminal(isTerminal: true, environment: environment, columns: nil)
    #expect(terminal.isUnicode == isUnicode)
    #expect(terminal.spelled("5 µs…") == (isUnicode ? "5 µs…" : "5 us~"))
  }
}
