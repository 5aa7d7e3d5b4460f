internal import Sockets

/// Who has never come to anything is not tried for ever: a peer that does not start would take ten
/// seconds of each run.
final class Attempts: Sendable {
  /// So often somebody is tried who has never been measured.
  static let most = 3

  private struct State {
    var hasSucceeded = false
    var failures = 0
    var last: RunProblem?
  }

  private let states = Locked<[String: State]>([:])

  /// A run of the rival was measured.
  func succeeded(_ rival: String) {
    states.withLock { $0[rival, default: State()].hasSucceeded = true }
  }

  /// A run of the rival went wrong; what it cannot do and where its limit is does not count.
  func failed(_ rival: String, _ problem: RunProblem) {
    guard problem.kind == .failed else { return }
    states.withLock { states in
      states[rival, default: State()].failures += 1
      states[rival, default: State()].last = problem
    }
  }

  /// Why the rival is not tried any more; `nil`: it is.
  func givenUp(_ rival: String) -> RunProblem? {
    states.withLock { states in
      guard let state = states[rival], !state.hasSucceeded, state.failures >= Self.most else {
        return nil
      }
      return state.last
    }
  }
}
