/// What `connect` does next: a client's side of a line-by-line talk with an echo server, without
/// descriptors, clock or terminal.
///
/// Lines are what is counted. Every line sent is owed one line back, whatever the server's
/// transform does to its letters (a transform that answers in something else than lines is no
/// match for a line client). `exit` is sent like any other line, since a `line` server ends the
/// connection by it, but its echo is not shown.
struct ConnectSession: ~Copyable {
  /// What the shell around the session has to do, in order.
  enum Action: Equatable, Sendable {
    /// Send these bytes.
    case send([UInt8])
    /// Show these bytes to the user.
    case show([UInt8])
    /// Tell the server that nothing more will come.
    case halfClose
    /// Close, and leave.
    case end(ConnectOutcome)
  }

  private enum State {
    /// Lines go out, echoes come in.
    case talking
    /// Input has ended and the server knows; what it still owes is shown until it closes.
    case finishing
    /// `exit` has been sent; the talk is over when its echo, the last line owed, is in.
    case leaving
    /// Nothing is left to do.
    case ended
  }

  private var state = State.talking

  /// Why there is no more input, where it has not simply ended.
  private var inputFailure: String?

  /// Lines sent whose echo has not come back whole.
  private(set) var owed = 0

  private static let newline = UInt8(ascii: "\n")

  /// The user typed a line; `line` is without its newline.
  mutating func typed(_ line: [UInt8]) -> [Action] {
    guard case .talking = state else { return [] }
    owed += 1
    // A server takes `exit` with LF and with CRLF.
    let word = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    if word.elementsEqual("exit".utf8) { state = .leaving }
    return [.send(line + [Self.newline])]
  }

  /// The server sent bytes, cut anywhere.
  mutating func received(_ bytes: [UInt8]) -> [Action] {
    switch state {
    case .talking, .finishing:
      settle(bytes[...])
      return [.show(bytes)]
    case .leaving:
      let shown = prefixBeforeExitEcho(bytes)
      settle(bytes[...])
      let actions = shown.isEmpty ? [] : [Action.show(Array(shown))]
      // A raw server does not know what `exit` means and would wait for ever.
      return owed == 0 ? actions + [.halfClose] + end(.finished) : actions
    case .ended:
      return []
    }
  }

  /// Nothing more will be typed.
  mutating func inputEnded() -> [Action] {
    guard case .talking = state else { return [] }
    state = .finishing
    return [.halfClose]
  }

  /// What comes next cannot be read: the server owes what it owes, and then that is what is told.
  mutating func inputFailed(_ reason: String) -> [Action] {
    let actions = inputEnded()
    if !actions.isEmpty { inputFailure = reason }
    return actions
  }

  /// The server will send nothing more.
  mutating func peerClosed() -> [Action] {
    switch state {
    case .talking: return end(owed == 0 ? .serverClosed : .serverClosedOwing(lines: owed))
    case .finishing: return end(owed == 0 ? .finished : .serverClosedOwing(lines: owed))
    // A server that ends at `exit` without echoing it owes nothing that would have been shown.
    case .leaving: return end(owed <= 1 ? .finished : .serverClosedOwing(lines: owed - 1))
    case .ended: return []
    }
  }

  private mutating func end(_ outcome: ConnectOutcome) -> [Action] {
    state = .ended
    return [.end(inputFailure.map { .inputFailed($0) } ?? outcome)]
  }

  /// Takes the lines that `bytes` complete off the debt.
  ///
  /// A server that says more than it was asked (a greeting, say) gets no credit for it.
  private mutating func settle(_ bytes: ArraySlice<UInt8>) {
    owed = max(0, owed - bytes.count { $0 == Self.newline })
  }

  /// What of `bytes` belongs to the lines before the echo of `exit`.
  private func prefixBeforeExitEcho(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var before = owed - 1
    guard before > 0 else { return [] }
    for (place, byte) in bytes.enumerated() where byte == Self.newline {
      before -= 1
      if before == 0 { return bytes[...place] }
    }
    return bytes[...]
  }
}
