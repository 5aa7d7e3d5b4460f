import CLinux
import Reactor
import Sockets

/// `swiftlet connect`: lines from standard input to the server, its echoes to standard output.
struct ConnectCommand {
  let options: ConnectOptions
  let console: Console

  func run() throws(CommandError) -> ExitStatus {
    let endpoint: Endpoint
    do throws(EndpointSyntaxError) {
      endpoint = try Endpoint(parsing: options.endpoint)
    } catch {
      throw .usage(describing: error)
    }
    return try runOnLoop { (loop) throws(CommandError) in
      let outcome = try await talk(to: endpoint, loop)
      if let message = outcome.message { console.error("swiftlet connect: \(message)\n") }
      return outcome.status
    }
  }

  private func talk(
    to endpoint: Endpoint, _ loop: EventLoop
  ) async throws(CommandError) -> ConnectOutcome {
    let (outcomes, continuation) = AsyncStream<ConnectOutcome>.makeStream()
    let console = self.console
    let isPrompting = isatty(STDIN_FILENO) == 1 && console.outputTerminal.isTerminal
    do throws(SocketError) {
      try await loop.connect(to: endpoint) { _ in
        LineClient(console, isPrompting: isPrompting) { continuation.yield($0) }
      }
    } catch {
      throw .unavailable("\(error)", hint: "is the server running there?")
    }
    return await outcomes.first { _ in true } ?? .serverClosed
  }
}

/// The shell around `ConnectSession`: loop-confined, fed by a thread that reads standard input.
private final class LineClient: ConnectionHandler {
  private var session = ConnectSession()
  private let console: Console
  private let isPrompting: Bool
  private let finished: (ConnectOutcome) -> Void

  init(
    _ console: Console, isPrompting: Bool, finished: @escaping (ConnectOutcome) -> Void
  ) {
    self.console = console
    self.isPrompting = isPrompting
    self.finished = finished
  }

  func connected(_ connection: Connection) {
    prompt()
    let loop = connection.loop
    let id = connection.id
    // Blocks in read(2), which no event loop can watch for a file: a thread of its own. It is
    // not waited for: the process may end while somebody has yet to press return.
    let reader = try? SystemThread(name: "stdin") {
      let failure = LineClient.readLines { line in
        let turn = Turn()
        loop.execute { loop in
          let isKnown: Void? = loop.withConnection(id) { connection in
            LineClient.of(connection)?.typed(line, turn, on: connection)
          }
          if isKnown == nil { turn.end() }
        }
        turn.wait()
      }
      loop.execute { loop in
        loop.withConnection(id) { LineClient.of($0)?.endOfInput(failure, on: $0) }
      }
    }
    guard let reader else { return connection.abort() }
    reader.detach()
  }

  func received(_ bytes: RawSpan, on connection: Connection) {
    perform(session.received(bytes.withUnsafeBytes { Array($0) }), on: connection)
    if !isOver { prompt() }
  }

  func inputEnded(on connection: Connection) {
    perform(session.peerClosed(), on: connection)
    connection.finish()
  }

  func outputDrained(on connection: Connection) { endTurn() }

  func closed(_ connection: Connection, _ reason: CloseReason) {
    perform(session.peerClosed(), on: connection)
    endTurn()
  }

  /// The line that waits for the server to catch up, so that a file piped in is not held whole.
  private var turn: Turn?

  private func typed(_ line: [UInt8], _ turn: Turn, on connection: Connection) {
    self.turn = turn
    perform(session.typed(line), on: connection)
    if !connection.isCongested { endTurn() }
  }

  /// Reads to the end.
  ///
  /// - Returns: why not so far; `nil`: that was all.
  private static func readLines(_ take: ([UInt8]) -> Void) -> Errno? {
    let lines = StandardInputLines()
    do throws(Errno) {
      while let line = try lines.next() { take(line) }
    } catch {
      return error
    }
    return nil
  }

  private func endOfInput(_ failure: Errno?, on connection: Connection) {
    let actions = failure.map { session.inputFailed("\($0)") } ?? session.inputEnded()
    perform(actions, on: connection)
  }

  private func endTurn() {
    turn?.end()
    turn = nil
  }

  private func perform(_ actions: [ConnectSession.Action], on connection: Connection) {
    for action in actions {
      switch action {
      case .send(let bytes): connection.send(bytes.span.bytes)
      case .show(let bytes):
        console.output(bytes: bytes)
        // Whoever reads has had enough, as `head` has: there is nobody to talk for.
        if console.hasLostReader { finished(.finished) }
      case .halfClose: connection.finishOutput()
      case .end(let outcome):
        isOver = true
        finished(outcome)
      }
    }
  }

  /// The talk has ended: nobody is asked for another line.
  private var isOver = false

  private func prompt() {
    if isPrompting { console.output("> ") }
  }

  private static func of(_ connection: Connection) -> LineClient? {
    connection.handler as? LineClient
  }
}

/// Lets the thread that reads wait until a line has been taken.
private final class Turn: Sendable {
  private let semaphore = Semaphore()

  func wait() { semaphore.wait() }

  func end() { semaphore.signal() }
}
