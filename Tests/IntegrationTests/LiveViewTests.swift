import Foundation
import Reactor
import Testing

/// The live view of a load in a real terminal: it stays in its place, hears keys, and leaves the
/// terminal as it was.
///
/// One after the other: each has a terminal, a shell, a server and a load that never rests.
@Suite(.serialized) struct LiveViewTests {
  /// A load that only a key ends, in a terminal.
  private func load(_ terminal: Tmux, _ server: Swiftlet.Server) async throws {
    try await terminal.type("clear; stty -g >/tmp/\(name); echo before")
    try await terminal.type(
      "'\(Swiftlet.path)' stress \(server.endpoint) -c 3 -d 900s --timeout 5m --connect-timeout 5m; echo END=$?"
    )
    try await terminal.waits(for: "figures of the measurement") {
      $0.contains("of 15:00 min") && $0.contains("so far")
    }
  }

  private let name = "swiftlet-stty-\(getpid())-\(UInt32.random(in: 0 ... .max))"

  /// The modes of the terminal are what they were.
  private func expectModesAsBefore(_ terminal: Tmux) async throws {
    try await terminal.type("stty -g | diff - /tmp/\(name) && echo SA''ME; rm -f /tmp/\(name)")
    try await terminal.waits(for: "the terminal's modes") { $0.contains("SAME") }
  }

  @Test func isRedrawnInPlaceUntilAKeyEndsTheLoad() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    try await Tmux.with { terminal in
      try await load(terminal, server)
      // A screen may be looked at while it is being redrawn.
      let words = ["rate", "p99.9", "connections 3", "errors 0", "q or Ctrl-C"]
      let first = try await terminal.waits(for: "\(words)") { screen in
        words.allSatisfy { screen.contains($0) }
      }
      #expect(first.contains("before"), "nothing has scrolled away")
      let second = try await terminal.waits(for: "the next second") {
        $0 != first && $0.contains("q or Ctrl-C")
      }
      #expect(second.components(separatedBy: "q or Ctrl-C").count == 2, "one view: \(second)")
      try await terminal.press("q")
      let last = try await terminal.waits(for: "the report") { $0.contains("END=0") }
      #expect(last.contains("every byte came back right"))
      #expect(!last.contains("q or Ctrl-C"), "the view has gone: \(last)")
      try await expectModesAsBefore(terminal)
    }
    #expect(await server.terminate().status == 0)
  }

  @Test func aSmallerWindowGetsASmallerView() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    try await Tmux.with { terminal in
      try await load(terminal, server)
      try await terminal.resize(columns: 50, rows: 9)
      let screen = try await terminal.waits(for: "a smaller view") {
        $0.contains("connections 3") && !$0.contains("p99.9")
      }
      #expect(screen.components(separatedBy: "connections 3").count == 2, "one view: \(screen)")
      try await terminal.press("C-c")
      try await terminal.waits(for: "the end") { $0.contains("END=0") }
      try await expectModesAsBefore(terminal)
    }
    #expect(await server.terminate().status == 0)
  }

  @Test func aStoppedLoadGivesTheTerminalBack() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    try await Tmux.with { terminal in
      try await load(terminal, server)
      try await terminal.press("C-z")
      try await terminal.waits(for: "the shell") { $0.contains("Stopped") }
      try await terminal.type("clear; stty -g | diff - /tmp/\(name) && echo SA''ME")
      try await terminal.waits(for: "the terminal's modes") { $0.contains("SAME") }
      try await terminal.type("clear; fg; echo BACK=$?")
      try await terminal.waits(for: "the view") { $0.contains("so far") }
      try await terminal.press("q")
      try await terminal.waits(for: "the end") { $0.contains("BACK=0") }
      try await expectModesAsBefore(terminal)
    }
    #expect(await server.terminate().status == 0)
  }

  @Test func twiceAborts() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    try await Tmux.with { terminal in
      try await load(terminal, server)
      // Without a reply to wait for, the first one alone would end it before the second.
      server.child.signal(SIGSTOP)
      try await terminal.press("q", "q")
      let screen = try await terminal.waits(for: "the end") { $0.contains("END=130") }
      #expect(!screen.contains("messages"), "no report: \(screen)")
      try await expectModesAsBefore(terminal)
      server.child.signal(SIGCONT)
    }
    #expect(await server.terminate().status == 0)
  }
}
