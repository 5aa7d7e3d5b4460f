import Testing

@testable import Measurement

@Suite("Text of /proc")
struct ProcTextTests {
  /// A line as proc_pid_stat(5) describes it, around a name of the process's own choice.
  private static func stat(_ name: String) -> String {
    "4242 (\(name)) S 1 4242 4242 0 -1 4194560 500 0 3 0 1234 567 8 9 20 0 17 0 99 "
      + "1000000 321 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n"
  }

  @Test(
    "survives any name of a process",
    arguments: [
      "swiftlet", "", " ", "a b", ")", "(", ") R 1 2 3", "(sd-pam)", "x) S 1 (y", "tab\there",
      "line\nend", "naïve", "\u{FFFD}\u{FFFD}", "0 (0) 0",
    ])
  func evilNames(name: String) throws {
    let stat = try #require(ProcStat(Self.stat(name)))
    #expect(stat.userTicks == 1234)
    #expect(stat.systemTicks == 567)
    #expect(stat.state == UInt8(ascii: "S") && stat.parent == 1 && stat.group == 4242)
    #expect(stat.endedUserTicks == 8 && stat.endedSystemTicks == 9)
    #expect(stat.threads == 17)
    #expect(stat.residentPages == 321)
  }

  @Test(
    "refuses what is not in the documented form",
    arguments: [
      "", "42", "42 (x", "42 (x)", "42 (x) S 1 2 3",
      "42 (x) S" + String(repeating: " x", count: 40),
    ])
  func malformed(text: String) {
    #expect(ProcStat(text) == nil)
  }

  private static let status = """
    Name:\tvoluntary_ctxt_switches: 99
    VmRSS:\t    1024 kB
    Threads:\t3
    voluntary_ctxt_switches:\t150
    nonvoluntary_ctxt_switches:\t7
    Odd:\tnothing
    SigIgn:\t8000000000010001
    """

  @Test(
    "finds keys, whole ones only",
    arguments: [
      ("VmRSS", 1024), ("Threads", 3), ("voluntary_ctxt_switches", 150),
      ("nonvoluntary_ctxt_switches", 7), ("Odd", nil), ("Vm", nil), ("RSS", nil), ("", nil),
    ] as [(String, UInt64?)])
  func keys(key: String, expected: UInt64?) {
    #expect(ProcKeys.number(key, in: Self.status) == expected)
  }

  @Test("the end of a long text begins with a whole line")
  func tail() {
    #expect(ProcKeys.tail(of: Self.status) == Self.status)
    // Cut behind `non`, it would be the number of the voluntary ones.
    let last = "nonvoluntary_ctxt_switches: 7\n" + String(repeating: "x", count: 485)
    let text = String(repeating: "line\n", count: 100) + last
    #expect(text.utf8.suffix(512).starts(with: "voluntary".utf8))
    #expect(ProcKeys.number("voluntary_ctxt_switches", in: ProcKeys.tail(of: text)) == nil)
  }

  @Test("reads sets of signals")
  func masks() {
    #expect(ProcKeys.mask("SigIgn", in: Self.status) == 0x8000_0000_0001_0001)
    #expect(ProcKeys.mask("Odd", in: Self.status) == nil)
    #expect(ProcKeys.mask("SigBlk", in: Self.status) == nil)
  }
}
