extension EchoSession {
  /// What the session wants next: what its last call returned.
  public var status: EchoStatus {
    switch phase {
    case .open: return .open
    case .stalled, .stalledAtEnd: return .stalled
    case .ending: return .ending
    case .ended: return .ended
    case .failed:
      guard let failure else { fatalError("EchoSession: failed without an error") }
      return .failed(failure)
    }
  }

  /// Whether no partial frame is held and no job is in work: nothing is lost by closing now.
  public var isBetweenFrames: Bool { held.isEmpty && jobsInWork == 0 }

  /// The bytes of input that are held: a partial frame, or all that waits for a stalled sink.
  ///
  /// At most one frame with its terminator or prefix, and what one `receive` call brought.
  public var bufferedBytes: Int { held.count - heldOffset }

  /// Wants no more input, and ends as soon as nothing is owed any more.
  ///
  /// - Parameter error: what makes this end a failure, or nil.
  mutating func finish(_ error: EchoError? = nil) {
    discardHeld()
    failure = error
    phase = .ending
    endIfNothingIsOwed()
  }

  /// Takes the step from `ending` to `ended` or `failed` when every reply has left.
  mutating func endIfNothingIsOwed() {
    guard phase == .ending, nextReply == nextSequence else { return }
    phase = failure == nil ? .ended : .failed
  }

  /// Gives up at once: nothing is owed before the failure.
  mutating func fail(_ error: EchoError) {
    discardHeld()
    finished = [:]
    failure = error
    phase = .failed
  }

  /// Moves held input out.
  mutating func takeHeld() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &held)
    heldOffset = 0
    return taken
  }

  /// Drops input that will never be answered.
  mutating func discardHeld() {
    held = []
    heldOffset = 0
  }
}
