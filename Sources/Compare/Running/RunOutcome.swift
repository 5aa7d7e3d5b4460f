internal import Measurement

/// What one run of one rival at one setting came to.
struct RunOutcome: Sendable {
  /// What was measured.
  var figures = RunFigures()
  /// All latencies, in nanoseconds, for the percentile curve.
  var latency: Histogram?
  /// The 99th percentile over time.
  var timeline: [PointRecord] = []
  /// Why the figures are the client's; `nil`: they are the server's.
  var clientBound: String?
}

/// Why a run came to nothing.
struct RunProblem: Error, Sendable, Equatable {
  /// What kind.
  enum Kind: Sendable {
    /// The rival cannot do it, or this machine cannot: it was not tried.
    case skipped
    /// A limit of the rival was reached: a result.
    case limit
    /// It was tried and went wrong.
    case failed
  }

  /// The comparison was over before the rival's turn came.
  static let ended = RunProblem(.skipped, "the comparison was ended before")

  let kind: Kind
  /// Why, as the end of a sentence.
  let reason: String

  init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}
