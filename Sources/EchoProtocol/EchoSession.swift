/// One connection's side of the echo protocol, which every concurrency model runs unchanged.
///
/// It is pure: no descriptor, no clock, no thread. The caller tells it what happened, it hands
/// replies and jobs to the caller's sink, and answers what it wants next (`EchoStatus` has the
/// state diagram). Replies leave in the order of their frames, however the jobs come back.
///
/// A session is not tied to a thread, but its calls must not overlap. Between frames it owns no
/// buffer. Input after an `exit` line or after an error is discarded.
public struct EchoSession: ~Copyable, Sendable {
  /// What is echoed and how.
  @usableFromInline let configuration: EchoConfiguration

  /// Where the session is in its life.
  @usableFromInline var phase = SessionPhase.open

  /// The number of jobs that the sink has accepted and not brought back.
  public internal(set) var jobsInWork: UInt32 = 0

  /// The sequence of the next job.
  var nextSequence: UInt32 = 0

  /// The sequence of the job whose reply is due next.
  var nextReply: UInt32 = 0

  /// Input that could not be digested: part of a frame, or while stalled everything that is left.
  var held: [UInt8] = []

  /// How much of `held` is digested.
  ///
  /// It is above 0 only while stalled, and spares moving the rest
  /// to the front each time the sink takes one frame more.
  var heldOffset = 0

  /// Jobs that came back before their turn, by sequence.
  var finished: [UInt32: EchoJob] = [:]

  /// What stopped the input, or the session.
  var failure: EchoError?

  /// Begins a session in status `open`.
  ///
  /// Nothing is allocated.
  ///
  /// - Parameter configuration: what is echoed and how, usually shared by all sessions.
  public init(_ configuration: EchoConfiguration) {
    self.configuration = configuration
  }

  /// Digests bytes that came from the peer.
  ///
  /// What they complete is answered or submitted; a partial frame is kept. All replies of one
  /// call are gathered and leave in one, unless they exceed `EchoWorkspace.gatherBytes`.
  ///
  /// - Parameters:
  ///   - bytes: what was read; they need not outlive the call. No bytes at all are no news.
  ///   - sink: where replies and jobs go.
  ///   - workspace: the calling thread's buffers.
  /// - Returns: what the session wants next. Calling this in any status but `open` traps.
  @inlinable
  public mutating func receive(
    _ bytes: RawSpan, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> EchoStatus {
    guard configuration.isTransparent, phase == .open else {
      return receiveFrames(bytes, into: &sink, using: &workspace)
    }
    if !bytes.isEmpty { sink.reply(bytes) }
    return .open
  }

  /// Goes on with held input, once the sink that refused a job has room again.
  ///
  /// - Returns: what the session wants next, `stalled` again when the sink refuses again. Calling
  ///   this in any status but `stalled` traps.
  public mutating func resume(
    into sink: inout some EchoSink & ~Copyable, using workspace: inout EchoWorkspace
  ) -> EchoStatus {
    phase.check(.resume)
    let following: FollowingInput = phase == .stalledAtEnd ? .never : .later
    digestHeld(before: following, into: &sink, using: &workspace)
    workspace.flush(into: &sink)
    return status
  }

  /// Takes back a job that the sink accepted and that has run.
  ///
  /// Its reply leaves when all before it have left. When the job failed, the replies before it
  /// still leave, then the status is `failed`. A job that is not in work, or has not run, traps.
  ///
  /// - Returns: what the session wants next. It stays `stalled` if it was: resuming is a call of
  ///   its own.
  public mutating func complete(
    _ job: consuming EchoJob, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> EchoStatus {
    phase.check(.complete)
    settle(job, into: &sink, using: &workspace)
    workspace.flush(into: &sink)
    return status
  }

  /// Learns that the peer has ended its input and still reads (a half-close).
  ///
  /// A last line without terminator is a frame and is answered without one. A partial length
  /// frame is `EchoError.truncatedFrame`. A stalled session remembers, and ends once its held
  /// input is digested. It may be told in any status; after the first time it is no news.
  ///
  /// - Returns: what the session wants next: never `open`.
  public mutating func inputEnded(
    into sink: inout some EchoSink & ~Copyable, using workspace: inout EchoWorkspace
  ) -> EchoStatus {
    phase.check(.inputEnded)
    switch phase {
    case .open:
      digestHeld(before: .never, into: &sink, using: &workspace)
      workspace.flush(into: &sink)
    case .stalled: phase = .stalledAtEnd
    case .stalledAtEnd, .ending, .ended, .failed: break
    }
    return status
  }
}
