/// When messages are sent.
public enum LoadModel: Sendable, Equatable {
  /// Each connection sends its next message when a reply has come: the load slows down when the
  /// server does, so what it measures is throughput; latencies of a server that stalls look better
  /// than a user would find them.
  ///
  /// - Parameter thinkTime: how long a reply is looked at before the next message; zero or more.
  case closed(thinkTime: Duration = .zero)

  /// Messages are due at times that do not depend on the server; one that cannot be sent in time
  /// is sent late, and its latency counts from when it was due.
  case open(RateProfile, Arrivals = .constant)

  /// The rates it follows; `nil` for a closed loop.
  public var profile: RateProfile? {
    if case .open(let profile, _) = self { profile } else { nil }
  }
}

/// How messages of an open loop follow each other.
public enum Arrivals: String, Sendable, CaseIterable {
  /// At equal distances.
  case constant
  /// At random, as independent users come: exponentially distributed distances.
  case poisson
}
