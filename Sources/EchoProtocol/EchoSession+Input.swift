extension EchoSession {
  /// `receive`, for sessions that have to look at the bytes.
  @usableFromInline
  mutating func receiveFrames(
    _ bytes: RawSpan, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> EchoStatus {
    phase.check(.receive)
    guard !bytes.isEmpty else { return .open }
    let begun = completeHeld(with: bytes, into: &sink, using: &workspace)
    let rest = bytes.extracting(droppingFirst: begun)
    if phase == .open {
      let end = digest(rest, before: .later, into: &sink, using: &workspace)
      if phase == .open || phase == .stalled {
        hold(rest.extracting(droppingFirst: end), using: &workspace)
      }
    } else if phase == .stalled {
      held.append(rest)
    }
    workspace.flush(into: &sink)
    return status
  }

  /// Adds to a held partial frame what it lacks and, when that makes it whole, digests it.
  ///
  /// - Returns: how many of the bytes belong to that frame.
  private mutating func completeHeld(
    with bytes: RawSpan, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) -> Int {
    guard !held.isEmpty else { return 0 }
    do throws(EchoError) {
      let remainder = try configuration.scanner.remainder(of: held.span.bytes, in: bytes)
      held.append(bytes.extracting(first: remainder.count))
      if remainder.completes { digestHeld(before: .atHand, into: &sink, using: &workspace) }
      return remainder.count
    } catch {
      finish(error)
      return bytes.byteCount
    }
  }

  /// Digests held input and keeps what is left of it.
  mutating func digestHeld(
    before following: FollowingInput, into sink: inout some EchoSink & ~Copyable,
    using workspace: inout EchoWorkspace
  ) {
    let start = heldOffset
    let input = takeHeld()
    let digested = digest(
      input.span.bytes.extracting(droppingFirst: start), before: following, into: &sink,
      using: &workspace)
    let end = start + digested
    switch phase {
    case .stalled, .stalledAtEnd:
      held = input
      heldOffset = end
      return
    case .open:
      // A partial frame moves to a buffer of its own size: this one held much more.
      hold(input.span.bytes.extracting(droppingFirst: end), using: &workspace)
    case .ending, .ended, .failed:
      break
    }
    workspace.giveBack(holding: consume input)
  }

  /// Keeps input that could not be digested.
  private mutating func hold(_ bytes: RawSpan, using workspace: inout EchoWorkspace) {
    guard !bytes.isEmpty else { return }
    held = workspace.takeHolding()
    held.append(bytes)
  }
}
