package import Sockets

/// The rules of one connection, without any I/O: no descriptor, no clock, no buffer.
///
/// It counts bytes and says what is to be done; `Connection` does it.
///
/// ```
///            finish, or the peer's end         all written          the peer's end, or time up
///   open ─────────────────────────────▶ finishing ────────▶ lingering ─────────────────▶ closed
///     │                                    │ all written, and the peer has finished ───────▲
///     └──── failed, abort, idle, stalled ──┴───────────────────────────────────────────────┘
/// ```
///
/// Each method is one event and returns the one thing the shell has to do. What the kernel should
/// be asked to watch is not an action but derived, in `interest`, so that it cannot be forgotten.
/// An event that cannot happen in a phase traps.
package struct ConnectionState: ~Copyable {
  package enum Phase: UInt8 {
    /// Both sides may talk.
    case open
    /// This side takes no more input (it is read and thrown away, so that the peer is not reset)
    /// and writes what it owes.
    case finishing
    /// Everything is written and the output is shut down; waiting for the peer's end.
    case lingering
    /// Over. Only to be reaped.
    case closed
  }

  package enum Action: Equatable {
    case none
    /// Receive once.
    case receive
    /// Hand what was received to the handler.
    case deliver
    /// Throw away what was received.
    case discard
    /// Tell the handler that no more input comes.
    case endInput
    /// Tell the handler that the loop drains and that nothing more has arrived.
    case quiesce
    /// Everything owed is written: shut the output down.
    case shutdownOutput
    /// Take the connection down.
    case close(CloseReason)
  }

  /// Which clock runs, if any.
  package enum Deadline: UInt8 { case none, idle, stall, linger }

  package private(set) var phase = Phase.open
  /// The peer has sent its end.
  package private(set) var peerFinished = false
  /// Reading is stopped because too much is owed.
  package private(set) var isPaused = false
  /// Reading is stopped because the handler asked for it.
  package private(set) var isHeld = false
  /// The loop is draining: the input ends when nothing more has arrived.
  package private(set) var isDraining = false
  /// The output queue is over the high-water mark and not yet under the low one.
  package private(set) var isCongested = false
  /// The handler has no more to send, and goes on reading.
  private var isOutputEnding = false
  /// The output has been shut down.
  package private(set) var isOutputShut = false
  /// Bytes accepted for the peer that the kernel has not taken yet.
  package private(set) var pendingOutput = 0
  /// Bytes whose answer is being worked on elsewhere.
  package private(set) var bytesInWork = 0
  private let highWaterMark: Int32
  private let lowWaterMark: Int32

  package init(highWaterMark: Int, lowWaterMark: Int) {
    self.highWaterMark = Int32(highWaterMark)
    self.lowWaterMark = Int32(lowWaterMark)
  }

  // MARK: What the kernel reports

  /// The descriptor is readable.
  @inline(__always)
  package mutating func readable() -> Action {
    switch phase {
    case .open: return peerFinished || isPaused || isHeld ? .none : .receive
    case .finishing, .lingering: return peerFinished ? .none : .receive
    case .closed: return .none  // Reported in the same pass in which it was closed.
    }
  }

  /// Bytes have been received.
  @inline(__always)
  package mutating func received(_ count: Int) -> Action {
    switch phase {
    case .open where !peerFinished: return .deliver
    case .finishing where !peerFinished, .lingering: return .discard
    default: trap("received(\(count))")
    }
  }

  /// A receive found nothing.
  package mutating func foundNothing() -> Action {
    switch phase {
    case .open: return isDraining && !peerFinished ? .quiesce : .none
    case .finishing, .lingering: return .none
    case .closed: trap("foundNothing")
    }
  }

  /// A receive found the peer's end.
  package mutating func peerEnded() -> Action {
    guard !peerFinished else { trap("peerEnded") }
    peerFinished = true
    switch phase {
    case .open: return .endInput
    case .finishing: return settle()
    case .lingering: return close(.finished)
    case .closed: trap("peerEnded")
    }
  }

  /// The connection broke.
  package mutating func failed(_ errno: Errno) -> Action {
    guard phase != .closed else { trap("failed(\(errno.rawValue))") }
    // Once everything is sent and shut down, a reset is merely a rude end.
    return close(phase == .lingering ? .finished : .failed(errno))
  }

  // MARK: What is owed

  /// Whether output is still accepted.
  @inline(__always)
  package var takesOutput: Bool { (phase == .open || phase == .finishing) && !isOutputShut }

  /// Output was accepted that the kernel has not taken.
  package mutating func queued(_ count: Int) {
    guard takesOutput, count > 0 else { trap("queued(\(count))") }
    pendingOutput += count
    balance()
  }

  /// The kernel took some of the queued output.
  package mutating func wrote(_ count: Int) -> Action {
    guard takesOutput, count <= pendingOutput else { trap("wrote(\(count))") }
    pendingOutput -= count
    balance()
    return settle()
  }

  /// Bytes of input went to be worked on elsewhere.
  package mutating func workStarted(_ count: Int) {
    guard takesOutput else { trap("workStarted(\(count))") }
    bytesInWork += count
    balance()
  }

  /// Their answer is here, and has been sent or queued.
  package mutating func workFinished(_ count: Int) -> Action {
    guard takesOutput, count <= bytesInWork else { trap("workFinished(\(count))") }
    bytesInWork -= count
    balance()
    return settle()
  }

  // MARK: What this side decides

  /// The handler stops or resumes reading.
  package mutating func hold(_ held: Bool) { isHeld = held }

  /// Say what is owed, then shut the output down and go on reading.
  package mutating func endOutput() -> Action {
    guard phase == .open, !isOutputEnding else { return .none }
    isOutputEnding = true
    return settle()
  }

  /// Say what is owed, then end.
  package mutating func finish() -> Action {
    switch phase {
    case .open:
      phase = .finishing
      return settle()
    case .finishing, .lingering, .closed: return .none
    }
  }

  /// The loop drains: serve what has arrived, then end.
  package mutating func drain() -> Action {
    isDraining = true
    return readable()
  }

  /// The clock named by `deadline` has run out.
  package mutating func timedOut(_ deadline: Deadline) -> Action {
    guard deadline == self.deadline else { return .none }
    switch deadline {
    case .none: return .none
    case .idle: return close(.idle)
    case .stall: return close(.stalled)
    case .linger: return close(.finished)
    }
  }

  /// Cut it now.
  package mutating func abort() -> Action {
    phase == .closed ? .none : close(.aborted)
  }

  // MARK: What follows from the state

  /// What the kernel is to be asked for.
  @inline(__always)
  package var interest: Interest {
    switch phase {
    case .open:
      let read: Interest = peerFinished || isPaused || isHeld ? [] : .read
      return pendingOutput > 0 ? read.union(.write) : read
    case .finishing, .lingering:
      let read: Interest = peerFinished ? [] : .read
      return pendingOutput > 0 ? read.union(.write) : read
    case .closed: return []
    }
  }

  /// Which clock runs.
  ///
  /// A connection that waits for its own work waits for nobody.
  package var deadline: Deadline {
    switch phase {
    case .open, .finishing:
      if pendingOutput > 0 { return .stall }
      return phase == .open && bytesInWork == 0 ? .idle : .none
    case .lingering: return .linger
    case .closed: return .none
    }
  }

  private mutating func balance() {
    let owed = pendingOutput + bytesInWork
    if owed >= highWaterMark { isPaused = true } else if owed <= lowWaterMark { isPaused = false }
    if pendingOutput >= highWaterMark {
      isCongested = true
    } else if pendingOutput <= lowWaterMark {
      isCongested = false
    }
  }

  private mutating func settle() -> Action {
    guard pendingOutput == 0, bytesInWork == 0 else { return .none }
    switch phase {
    case .open:
      guard isOutputEnding, !isOutputShut else { return .none }
      isOutputShut = true
      return .shutdownOutput
    case .finishing:
      if peerFinished { return close(.finished) }
      phase = .lingering
      isOutputShut = true
      return .shutdownOutput
    case .lingering, .closed: return .none
    }
  }

  private mutating func close(_ reason: CloseReason) -> Action {
    phase = .closed
    return .close(reason)
  }

  private func trap(_ event: String, line: UInt = #line) -> Never {
    fatalError(
      "ConnectionState: \(event) cannot happen while \(phase)"
        + " (peerFinished \(peerFinished), pendingOutput \(pendingOutput), inWork \(bytesInWork))",
      line: line)
  }
}
