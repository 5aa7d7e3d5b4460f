import Sockets

/// Somebody wants a load to end: once, and it ends early and still reports; twice, and the process
/// ends at once.
///
/// Told from any thread.
final class Interruption: Sendable {
  private struct State {
    var times = 0
    var cancel: (@Sendable () -> Void)?
  }

  private let state = Locked(State())

  /// Says what ends the load; called at once if that was wanted already.
  func whenWanted(_ cancel: @escaping @Sendable () -> Void) {
    let isWanted = state.withLock { state in
      state.cancel = cancel
      return state.times > 0
    }
    if isWanted { cancel() }
  }

  /// Whether it was wanted.
  var isWanted: Bool { state.withLock { $0.times > 0 } }

  /// Somebody has pressed a key, or sent a signal.
  func again() -> LiveDisplay.Answer {
    let (times, cancel) = state.withLock { state in
      state.times += 1
      return (state.times, state.cancel)
    }
    if times > 1 { return .abort }
    cancel?()
    return .ending
  }
}
