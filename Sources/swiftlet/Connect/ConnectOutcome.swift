/// How a talk with a server ended.
enum ConnectOutcome: Equatable, Sendable {
  /// By `exit` or by the end of input, with every line answered.
  case finished

  /// By the server, which owed nothing.
  case serverClosed

  /// By the server, with so many lines unanswered.
  case serverClosedOwing(lines: Int)

  /// What the command exits with.
  var status: ExitStatus {
    switch self {
    case .finished, .serverClosed: .well
    case .serverClosedOwing: .refused
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
    }
  }
}
