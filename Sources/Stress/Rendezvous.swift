internal import Reactor
internal import Sockets

/// When a load begins, in nanoseconds of the monotonic clock.
struct LoadStart: Sendable {
  /// When the warm-up begins.
  let begin: UInt64
  /// When the measurement does.
  let measure: UInt64
}

/// Where the threads of a load meet when they have connected, so that they begin together.
final class Rendezvous: Sendable {
  private struct State {
    var awaited: Int
    var opened = 0
    var start: LoadStart?
    var startedAt: Duration?
    var waiting: [@Sendable () -> Void] = []
  }

  private let state: Locked<State>
  private let plan: StressPlan

  init(_ plan: StressPlan) {
    self.plan = plan
    state = Locked(State(awaited: plan.threads))
  }

  /// Waits for the others.
  ///
  /// - Parameter opened: how many connections the caller's thread has.
  /// - Returns: when all begin; `nil` when nobody has a connection, or the run was cancelled.
  func meet(_ shard: LoadShard, _ opened: Int, on loop: isolated EventLoop) async -> LoadStart? {
    await loop.wait { resume in
      let everybody = state.withLock { state -> [@Sendable () -> Void] in
        state.opened += opened
        state.awaited -= 1
        state.waiting.append(resume)
        guard state.awaited == 0 else { return [] }
        if state.opened > 0 {
          let start = start()
          state.start = start
          let delay = Int64(clamping: start.measure) - Int64(clamping: MonotonicClock.nanoseconds)
          state.startedAt = WallClock.now + .nanoseconds(delay)
        }
        return state.waiting
      }
      for resume in everybody { resume() }
    }
    return shard.wasCancelled ? nil : state.withLock { $0.start }
  }

  /// When the measurement began, or was to begin, since 1970-01-01 00:00 UTC.
  var startedAt: Duration? { state.withLock { $0.startedAt } }

  private func start() -> LoadStart {
    let now = MonotonicClock.nanoseconds
    let wait = plan.startAt.map { ($0 - WallClock.now).nanosecondsClamped } ?? 0
    let begin = now &+ wait
    return LoadStart(begin: begin, measure: begin &+ plan.warmup.nanosecondsClamped)
  }
}
