/// Why a walk over input stopped.
private enum DigestionStop {
  /// No complete frame is left.
  case exhausted
  /// An `exit` line was answered.
  case exit
  /// The sink has no room for the next frame.
  case refused
  /// The next frame is bad, or its transform failed.
  case failed(EchoError)
  /// A job that ran in place failed, which has already changed the session's phase.
  case jobFailed
}

/// What comes after the input that is being digested.
enum FollowingInput {
  /// More of the same read, right after this.
  case atHand
  /// Whatever the peer sends later.
  case later
  /// Nothing: the peer has ended its input.
  case never
}

extension EchoSession {
  /// Answers or submits the frames at the front of a span and draws the conclusion.
  ///
  /// - Returns: how many bytes were digested.
  mutating func digest(
    _ bytes: RawSpan, before following: FollowingInput, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> Int {
    let (end, stop) = walk(bytes, atEnd: following == .never, into: &sink, using: &workspace)
    if configuration.chain.isIdentity {
      let frames = bytes.extracting(first: end)
      workspace.pass(frames, waiting: following == .atHand, into: &sink)
    }
    switch stop {
    case .exhausted where following != .never: phase = .open
    case .exhausted, .exit: finish()
    case .refused: phase = following == .never ? .stalledAtEnd : .stalled
    case .failed(let error): finish(error)
    case .jobFailed: break
    }
    return end
  }

  /// Answers or submits frame after frame, until something stops it.
  ///
  /// With nothing to transform, frames are only looked at: they leave together afterwards.
  private mutating func walk(
    _ bytes: RawSpan, atEnd: Bool, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> (end: Int, stop: DigestionStop) {
    let scanner = configuration.scanner
    let isIdentity = configuration.chain.isIdentity
    let isInline = configuration.chain.cost == .inline
    var end = 0
    do throws(EchoError) {
      while let frame = try scanner.nextFrame(in: bytes, from: end, atEnd: atEnd) {
        if !isIdentity {
          let payload = bytes.extracting(frame.payload)
          if isInline {
            try answer(payload, seal: frame.seal, into: &sink, using: &workspace)
          } else if !submit(payload, seal: frame.seal, into: &sink, using: &workspace) {
            return (end, .refused)
          }
        }
        end = frame.end
        if phase == .failed || phase == .ending { return (end, .jobFailed) }
        if frame.isExit { return (end, .exit) }
      }
    } catch {
      return (end, .failed(error))
    }
    return (end, .exhausted)
  }

  /// Transforms a frame here and now.
  private func answer(
    _ payload: RawSpan, seal: FrameSeal, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) throws(EchoError) {
    var frame = workspace.takeFrame(payload)
    try configuration.answer(&frame, seal: seal)
    workspace.gather(&frame, seal: seal, into: &sink)
    workspace.giveBack(frame: consume frame)
  }

  /// Offers a frame to the sink as a job.
  ///
  /// - Returns: false when the sink refused it; then nothing has changed.
  private mutating func submit(
    _ payload: RawSpan, seal: FrameSeal, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> Bool {
    var job = EchoJob(
      sequence: nextSequence, frame: workspace.takeFrame(payload), seal: seal,
      configuration: configuration)
    let admission = sink.submit(&job)
    guard admission != .refused else {
      workspace.giveBack(frame: job.takeFrame())
      return false
    }
    nextSequence &+= 1
    jobsInWork += 1
    if admission == .done { settle(consume job, into: &sink, using: &workspace) }
    return true
  }
}
