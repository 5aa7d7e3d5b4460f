import CLinux
import Foundation
import Testing

/// A shell in a terminal of its own: what is on its screen, and keys for it.
///
/// Needs tmux.
final class Tmux {
  private let name = "swiftlet-\(getpid())-\(UInt32.random(in: 0 ... .max))"

  /// Lends a terminal, which goes away with the body, however that ends.
  static func with(
    columns: Int = 80, rows: Int = 24, _ body: (Tmux) async throws -> Void
  ) async throws {
    let terminal = Tmux()
    do {
      try await terminal.open(columns, rows)
      try await body(terminal)
    } catch {
      await terminal.close()
      throw error
    }
    await terminal.close()
  }

  private init() {}

  private func open(_ columns: Int, _ rows: Int) async throws {
    // tmux is a daemon: should the test die before it closes it, it ends by itself.
    let shell = "timeout --foreground 1200 bash --norc"
    try await run(
      "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "env -u NO_COLOR -u COLUMNS -u LINES TERM=screen-256color LC_ALL=C.UTF-8 \(shell)")
    try await run("set-option", "-g", "status", "off")
  }

  private func close() async { _ = try? await run("kill-server") }

  /// Types a line and presses the key behind it.
  func type(_ line: String) async throws {
    try await run("send-keys", "-l", line)
    try await run("send-keys", "Enter")
  }

  /// Presses keys: `q`, `C-z`.
  func press(_ keys: String...) async throws { try await run(["send-keys"] + keys) }

  func resize(columns: Int, rows: Int) async throws {
    try await run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  /// What stands on the screen.
  func screen() async throws -> String { try await run("capture-pane", "-p") }

  /// Waits until the screen is as it should be.
  ///
  /// - Returns: the screen, for a closer look.
  @discardableResult
  func waits(
    for what: String, location: SourceLocation = #_sourceLocation,
    until condition: (String) -> Bool
  ) async throws -> String {
    var screen = ""
    for _ in 0..<12_000 {
      screen = try await self.screen()
      if condition(screen) { return screen }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("waited in vain for \(what):\n\(screen)", sourceLocation: location)
    return screen
  }

  @discardableResult
  private func run(_ words: String...) async throws -> String { try await run(words) }

  @discardableResult
  private func run(_ words: [String]) async throws -> String {
    let child = try ChildProcess("tmux", ["-L", name, "-f", "/dev/null"] + words)
    try child.feed([])
    let outcome = await child.outcome()
    try #require(outcome.status == 0, "tmux \(words): \(outcome.errors)")
    return outcome.text
  }
}
