import Testing

@testable import swiftlet

/// The line client as tables: what happens, and what the session then wants done.
@Suite struct ConnectSessionTests {
  private enum Event {
    case typed(String)
    case received(String)
    case inputEnded
    case inputFailed(String)
    case peerClosed
  }

  private typealias Step = (Event, [ConnectSession.Action])

  private static func send(_ text: String) -> ConnectSession.Action { .send(Array(text.utf8)) }
  private static func show(_ text: String) -> ConnectSession.Action { .show(Array(text.utf8)) }

  private static let talks: [(name: String, steps: [Step])] = [
    (
      "hi, exit, against a line server",
      [
        (.typed("hi"), [send("hi\n")]),
        (.typed("exit"), [send("exit\n")]),
        (.received("hi\nexit\n"), [show("hi\n"), .halfClose, .end(.finished)]),
        (.peerClosed, []),
      ]
    ),
    (
      "exit against a raw server that never closes, byte by byte",
      [
        (.typed("exit"), [send("exit\n")]),
        (.received("ex"), []),
        (.received("it"), []),
        (.received("\n"), [.halfClose, .end(.finished)]),
      ]
    ),
    (
      "the echo before that of exit is shown in pieces",
      [
        (.typed("a"), [send("a\n")]),
        (.typed("bc"), [send("bc\n")]),
        (.typed("exit"), [send("exit\n")]),
        (.received("a"), [show("a")]),
        (.received("\nb"), [show("\nb")]),
        (.received("c\ne"), [show("c\n")]),
        (.received("xit\n"), [.halfClose, .end(.finished)]),
      ]
    ),
    (
      "a transform that changes lengths is counted in lines",
      [
        (.typed("a"), [send("a\n")]),
        (.typed("exit"), [send("exit\n")]),
        (.received("87428fc522803d31\n24bb"), [show("87428fc522803d31\n")]),
        (.received("f8fc\n"), [.halfClose, .end(.finished)]),
      ]
    ),
    (
      "an input that fails: what is owed is shown, then that is told",
      [
        (.typed("a"), [send("a\n")]),
        (.inputFailed("EIO"), [.halfClose]),
        (.received("a\n"), [show("a\n")]),
        (.peerClosed, [.end(.inputFailed("EIO"))]),
      ]
    ),
    (
      "an input that fails when all is said",
      [
        (.typed("exit"), [send("exit\n")]),
        (.inputFailed("EIO"), []),
        (.received("exit\n"), [.halfClose, .end(.finished)]),
      ]
    ),
    (
      "exit with CR",
      [
        (.typed("exit\r"), [send("exit\r\n")]),
        (.received("exit\r\n"), [.halfClose, .end(.finished)]),
      ]
    ),
    (
      "words like exit are only words",
      [
        (.typed("exit now"), [send("exit now\n")]),
        (.typed("Exit"), [send("Exit\n")]),
        (.typed(""), [send("\n")]),
        (.received("exit now\nExit\n\n"), [show("exit now\nExit\n\n")]),
        (.peerClosed, [.end(.serverClosed)]),
      ]
    ),
    (
      "nothing is taken after exit",
      [
        (.typed("exit"), [send("exit\n")]),
        (.typed("more"), []),
        (.inputEnded, []),
        (.received("exit\n"), [.halfClose, .end(.finished)]),
        (.typed("more"), []),
        (.received("more"), []),
        (.inputEnded, []),
      ]
    ),
    (
      "a server that closes at exit without its echo",
      [
        (.typed("exit"), [send("exit\n")]),
        (.peerClosed, [.end(.finished)]),
      ]
    ),
    (
      "a server that closes at exit and still owes a line",
      [
        (.typed("a"), [send("a\n")]),
        (.typed("exit"), [send("exit\n")]),
        (.peerClosed, [.end(.serverClosedOwing(lines: 1))]),
      ]
    ),
    (
      "the end of input waits for what is owed",
      [
        (.typed("a"), [send("a\n")]),
        (.inputEnded, [.halfClose]),
        (.received("a"), [show("a")]),
        (.received("\n"), [show("\n")]),
        (.peerClosed, [.end(.finished)]),
      ]
    ),
    (
      "the end of input with nothing said",
      [
        (.inputEnded, [.halfClose]),
        (.peerClosed, [.end(.finished)]),
      ]
    ),
    (
      "the end of input, and the server dies",
      [
        (.typed("a"), [send("a\n")]),
        (.typed("b"), [send("b\n")]),
        (.inputEnded, [.halfClose]),
        (.received("a\nb"), [show("a\nb")]),
        (.peerClosed, [.end(.serverClosedOwing(lines: 1))]),
      ]
    ),
    (
      "the server closes first and owes nothing",
      [
        (.typed("a"), [send("a\n")]),
        (.received("a\n"), [show("a\n")]),
        (.peerClosed, [.end(.serverClosed)]),
        (.typed("b"), []),
      ]
    ),
    (
      "the server closes first and owes two",
      [
        (.typed("a"), [send("a\n")]),
        (.typed("b"), [send("b\n")]),
        (.peerClosed, [.end(.serverClosedOwing(lines: 2))]),
      ]
    ),
    (
      "a greeting is shown and earns no credit",
      [
        (.received("welcome\n"), [show("welcome\n")]),
        (.typed("a"), [send("a\n")]),
        (.peerClosed, [.end(.serverClosedOwing(lines: 1))]),
      ]
    ),
  ]

  @Test(arguments: talks.indices) func goes(_ row: Int) {
    let (name, steps) = Self.talks[row]
    var session = ConnectSession()
    for (number, (event, wanted)) in steps.enumerated() {
      let actions =
        switch event {
        case .typed(let line): session.typed(Array(line.utf8))
        case .received(let bytes): session.received(Array(bytes.utf8))
        case .inputEnded: session.inputEnded()
        case .inputFailed(let reason): session.inputFailed(reason)
        case .peerClosed: session.peerClosed()
        }
      #expect(actions == wanted, "\(name), step \(number + 1)")
    }
  }

  @Test func outcomesSpeakAndExit() {
    #expect(ConnectOutcome.finished.status == .well)
    #expect(ConnectOutcome.finished.message == nil)
    #expect(ConnectOutcome.serverClosed.status == .well)
    #expect(ConnectOutcome.serverClosed.message == "the server closed the connection")
    #expect(ConnectOutcome.serverClosedOwing(lines: 1).status == .refused)
    #expect(
      ConnectOutcome.serverClosedOwing(lines: 1).message
        == "the server closed the connection with 1 line unanswered")
    #expect(
      ConnectOutcome.serverClosedOwing(lines: 2).message
        == "the server closed the connection with 2 lines unanswered")
    let failed = ConnectOutcome.inputFailed("EIO")
    #expect(failed.status == .unavailable)
    #expect(failed.message == "cannot read standard input: EIO")
  }
}
