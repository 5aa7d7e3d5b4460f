/// What became of a job that a session submitted.
public enum JobAdmission: Sendable {
  /// The sink took the job; it comes back through `EchoSession.complete(_:into:using:)`.
  case accepted

  /// There is no room: the session keeps the frame, and answers `.stalled` until it is resumed.
  case refused

  /// The sink has run the job in place; the session takes its answer at once.
  case done
}

/// What a concurrency model gives to a session: the way out, and a place to do heavy work.
///
/// The session calls it only during its own calls, on the caller's thread.
public protocol EchoSink: ~Copyable {
  /// Sends bytes to the peer, after everything that was sent before.
  ///
  /// - Parameter bytes: valid during the call only: what cannot be sent now must be copied. A
  ///   sink whose connection has failed drops them and tells its owner; the session need not know.
  mutating func reply(_ bytes: RawSpan)

  /// Takes a job whose transform is CPU-bound or blocking.
  ///
  /// A model that owns its thread calls `job.run()` and answers `.done`. One that has workers
  /// hands `job.take()` to them and answers `.accepted`, or `.refused` when their queue is full.
  mutating func submit(_ job: inout EchoJob) -> JobAdmission
}
