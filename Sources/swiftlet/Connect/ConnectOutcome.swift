/// How a talk with a server ended.
enum ConnectOutcome: Equatable, Sendable {
  /// By `exit` or by the end of input, with every line answered.
  case finished

  /// By the server, which owed nothing.
  case serverClosed

  /// By the server, with so many lines unanswered.
  case serverClosedOwing(lines: Int)

  /// By an input that could not be read to its end, for this reason.
  case inputFailed(String)

  /// What the command exits with.
  var status: ExitStatus {
    switch self {
    case .finished, .serverClosed: .well
    case .serverClosedOwing: .refused
    case .inputFailed: .unavailable
    }
  }

  /// What the user is told on standard error, or nothing where it is no news.
  var message: String? {
    switch self {
    case .finished: nil
    case .serverClosed: "the server closed the connection"
    case .serverClosedOwing(1): "the server closed the connection with 1 line unanswered"
    case .serverClosedOwing(let lines):
      "the server closed the connection with \(lines) lines unanswered"
    case .inputFailed(let reason): "cannot read standard input: \(reason)"
    }
  }
}
