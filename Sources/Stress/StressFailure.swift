internal import Reactor

/// What can go wrong with a connection of a load.
public enum StressFailure: String, Hashable, Sendable, CaseIterable {
  /// Nobody listens there, or the listener's queue is full (`ECONNREFUSED`).
  case refused = "connection refused"
  /// It did not open in time.
  case connectTimeout = "connect timed out"
  /// This machine has no port left for it (`EADDRNOTAVAIL`).
  case noPort = "no free port"
  /// It could not be opened for another reason.
  case connect = "connect failed"
  /// The server reset it, or the network broke.
  case reset = "connection broke"
  /// The server ended it while replies were owed.
  case closedEarly = "closed early"
  /// A reply did not come in time.
  case timeout = "reply timed out"
}

extension StressFailure {
  /// What a failure to connect counts as.
  init(connecting error: SocketError) {
    self =
      switch error.errno {
      case .connectionRefused?: .refused
      case .timedOut?: .connectTimeout
      case .addressNotAvailable?: .noPort
      default: .connect
      }
  }
}
