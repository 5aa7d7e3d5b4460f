internal import Sockets

/// Runs what blocks on a thread of its own, so that no task's thread is held up and a task that is
/// cancelled meanwhile goes on at once.
///
/// The thread of a cancelled task is left to itself: it ends when the server that it talks to has
/// been killed, or its socket's patience is over, and drops what it made.
enum Aside {
  /// Waits for a body without blocking the caller's thread.
  ///
  /// - Throws: what the body throws; ``RunProblem`` too where there is no room for a thread, and
  ///   where the calling task is cancelled.
  static func run<Value: Sendable>(
    _ name: String, _ body: @escaping @Sendable () throws(RunProblem) -> Value
  ) async throws(RunProblem) -> Value {
    let handover = Handover<Value>()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        handover.await(continuation)
        do throws(SocketError) {
          try SystemThread(name: name) {
            handover.deliver(Result { () throws(RunProblem) in try body() })
          }.detach()
        } catch {
          handover.deliver(.failure(RunProblem(.failed, "\(error)")))
        }
      }
    } onCancel: {
      handover.deliver(.failure(RunProblem(.failed, "it was cancelled")))
    }
    return try result.get()
  }

  /// The first result to come reaches the one who waits, whichever of the two is there first.
  private final class Handover<Value: Sendable>: Sendable {
    private enum State {
      case empty
      case awaited(CheckedContinuation<Result<Value, RunProblem>, Never>)
      case delivered(Result<Value, RunProblem>)
      case over
    }

    private let state = Locked(State.empty)

    func await(_ continuation: CheckedContinuation<Result<Value, RunProblem>, Never>) {
      let early: Result<Value, RunProblem>? = state.withLock { state in
        guard case .delivered(let result) = state else {
          state = .awaited(continuation)
          return nil
        }
        state = .over
        return result
      }
      if let early { continuation.resume(returning: early) }
    }

    func deliver(_ result: Result<Value, RunProblem>) {
      let waiting: CheckedContinuation<Result<Value, RunProblem>, Never>? = state.withLock {
        switch $0 {
        case .empty:
          $0 = .delivered(result)
          return nil
        case .awaited(let continuation):
          $0 = .over
          return continuation
        case .delivered, .over: return nil
        }
      }
      waiting?.resume(returning: result)
    }
  }
}
