import Sockets
import Testing

@testable import Reactor

/// Everything that can happen to a connection, as data for tables.
enum StateEvent: Hashable, Sendable {
  case readable
  case received(Int)
  case foundNothing
  case peerEnded
  case failed
  case queued(Int)
  case wrote(Int)
  case workStarted(Int)
  case workFinished(Int)
  case hold
  case resume
  case finish
  case drain
  case timedOut(ConnectionState.Deadline)
  case abort
}

extension ConnectionState {
  /// High-water mark 100, low-water mark 40, after some events.
  init(after events: [StateEvent]) {
    self.init(highWaterMark: 100, lowWaterMark: 40)
    for event in events { _ = apply(event) }
  }

  /// Makes it happen; `.none` for the events that ask for nothing by their nature.
  mutating func apply(_ event: StateEvent) -> Action {
    switch event {
    case .readable: return readable()
    case .received(let count): return received(count)
    case .foundNothing: return foundNothing()
    case .peerEnded: return peerEnded()
    case .failed: return failed(.connectionReset)
    case .queued(let count): queued(count)
    case .wrote(let count): return wrote(count)
    case .workStarted(let count): workStarted(count)
    case .workFinished(let count): return workFinished(count)
    case .hold: hold(true)
    case .resume: hold(false)
    case .finish: return finish()
    case .drain: return drain()
    case .timedOut(let deadline): return timedOut(deadline)
    case .abort: return abort()
    }
    return .none
  }
}

/// A state in a box, because `#expect` cannot hold what cannot be copied.
final class BoxedState {
  private var state: ConnectionState

  init(_ events: [StateEvent] = []) { state = ConnectionState(after: events) }

  func apply(_ event: StateEvent) -> ConnectionState.Action { state.apply(event) }

  var phase: ConnectionState.Phase { state.phase }
  var interest: Interest { state.interest }
  var deadline: ConnectionState.Deadline { state.deadline }
  var isPaused: Bool { state.isPaused }
  var isCongested: Bool { state.isCongested }
  var takesOutput: Bool { state.takesOutput }
}

/// The situations a connection can be in, with the events that lead there.
enum Situation {
  static let open: [StateEvent] = []
  static let owing: [StateEvent] = [.queued(10)]
  static let working: [StateEvent] = [.workStarted(10)]
  static let paused: [StateEvent] = [.queued(100)]
  static let held: [StateEvent] = [.hold]
  static let draining: [StateEvent] = [.drain]
  static let heard: [StateEvent] = [.peerEnded]
  static let heardOwing: [StateEvent] = [.queued(10), .peerEnded]
  static let finishingOwing: [StateEvent] = [.queued(10), .finish]
  static let finishingWorking: [StateEvent] = [.workStarted(10), .finish]
  static let finishingHeard: [StateEvent] = [.queued(10), .peerEnded, .finish]
  static let lingering: [StateEvent] = [.finish]
  static let closed: [StateEvent] = [.abort]
}
