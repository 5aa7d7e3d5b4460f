internal import CLinux
internal import Glibc
internal import Sockets

/// What the thread that watches a server and those who use it share.
final class ServerShared: Sendable {
  /// A server that serves.
  struct Running: Sendable {
    let pid: Int32
    let guardian: Int32
    let endpoints: [Endpoint]
  }

  private struct State {
    /// The socket to the guardian, which the watching thread owns; -1 before and after.
    var control: Int32 = -1
    /// The grace of an order that came before the guardian was there, in milliseconds.
    var earlyOrder: UInt64?
    var wasAsked = false
    var start: Result<Running, ServerFailure>?
    var starter: CheckedContinuation<Result<Running, ServerFailure>, Never>?
    var ending: ServerEnding?
    var waiters: [UInt64: CheckedContinuation<ServerEnding?, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state = Locked(State())

  /// Whether somebody has asked for the end.
  var wasAsked: Bool { state.withLock { $0.wasAsked } }
  /// How it ended, once everything of it is gone.
  var ending: ServerEnding? { state.withLock { $0.ending } }

  /// Asks for the end; does nothing after it.
  func order(graceMilliseconds: UInt64) {
    state.withLock { state in
      state.wasAsked = true
      if state.control >= 0 {
        Self.send(.end(graceMilliseconds: graceMilliseconds), to: state.control)
      } else {
        state.earlyOrder = min(state.earlyOrder ?? graceMilliseconds, graceMilliseconds)
      }
    }
  }

  /// Waits until the server is ready, or gone.
  func started() async -> Result<Running, ServerFailure> {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Result<Running, ServerFailure>? in
        if state.start == nil { state.starter = continuation }
        return state.start
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Waits for the end; `nil` if the caller's task was cancelled first.
  func ended() async -> ServerEnding? {
    let number = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ending = state.withLock { state -> ServerEnding?? in
          if let ending = state.ending { return .some(ending) }
          if Task.isCancelled { return .some(nil) }
          state.waiters[number] = continuation
          return nil
        }
        if let ending { continuation.resume(returning: ending) }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: nil)
    }
  }

  /// Waits for the end, whatever becomes of the caller's task.
  func endedForCertain() async -> ServerEnding {
    await withCheckedContinuation { (continuation: CheckedContinuation<ServerEnding?, Never>) in
      let ending = state.withLock { state -> ServerEnding? in
        if state.ending == nil {
          state.nextWaiter += 1
          state.waiters[state.nextWaiter] = continuation
        }
        return state.ending
      }
      if let ending { continuation.resume(returning: ending) }
    }!
  }

  /// The watching thread has a guardian, and with it a way for orders.
  func opened(control: Int32) {
    state.withLock { state in
      state.control = control
      if let grace = state.earlyOrder {
        Self.send(.end(graceMilliseconds: grace), to: control)
      }
    }
  }

  /// The watching thread is about to close the socket.
  func closing() { state.withLock { $0.control = -1 } }

  /// Tells how the start went, once.
  func settleStart(_ result: Result<Running, ServerFailure>) {
    typealias Starter = CheckedContinuation<Result<Running, ServerFailure>, Never>
    let starter = state.withLock { state -> Starter? in
      guard state.start == nil else { return nil }
      state.start = result
      return state.starter.take()
    }
    starter?.resume(returning: result)
  }

  /// Tells that everything is gone.
  func settleEnd(_ ending: ServerEnding) {
    let waiters = state.withLock { state in
      state.ending = ending
      let waiters = Array(state.waiters.values)
      state.waiters = [:]
      return waiters
    }
    for waiter in waiters { waiter.resume(returning: ending) }
  }

  private static func send(_ order: GuardianOrder, to control: Int32) {
    let bytes = Array(order.text.utf8)
    // A guardian that is gone needs no order, and one that has a thousand unread knows already.
    let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
    _ = Glibc.send(control, bytes, bytes.count, flags)
  }
}
