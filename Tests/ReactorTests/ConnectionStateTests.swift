import Sockets
import Testing

@testable import Reactor

/// One row: in this situation, this event gives this action and leads there.
struct Row: Sendable {
  let before: [StateEvent]
  let event: StateEvent
  let action: ConnectionState.Action
  let phase: ConnectionState.Phase
  let interest: Interest
  let deadline: ConnectionState.Deadline

  init(
    _ before: [StateEvent], _ event: StateEvent, _ action: ConnectionState.Action,
    _ phase: ConnectionState.Phase, _ interest: Interest, _ deadline: ConnectionState.Deadline
  ) {
    self.before = before
    self.event = event
    self.action = action
    self.phase = phase
    self.interest = interest
    self.deadline = deadline
  }
}

@Suite("ConnectionState, event by event")
struct ConnectionStateTests {
  typealias S = Situation
  static let both: Interest = [.read, .write]

  static let open: [Row] = [
    Row(S.open, .readable, .receive, .open, .read, .idle),
    Row(S.open, .received(5), .deliver, .open, .read, .idle),
    Row(S.open, .foundNothing, .none, .open, .read, .idle),
    Row(S.open, .peerEnded, .endInput, .open, [], .idle),
    Row(S.open, .failed, .close(.failed(.connectionReset)), .closed, [], .none),
    Row(S.open, .queued(10), .none, .open, both, .stall),
    Row(S.open, .queued(100), .none, .open, .write, .stall),
    Row(S.open, .workStarted(10), .none, .open, .read, .none),
    Row(S.open, .workStarted(100), .none, .open, [], .none),
    Row(S.open, .hold, .none, .open, [], .idle),
    Row(S.open, .finish, .shutdownOutput, .lingering, .read, .linger),
    Row(S.open, .drain, .receive, .open, .read, .idle),
    Row(S.open, .timedOut(.idle), .close(.idle), .closed, [], .none),
    Row(S.open, .timedOut(.stall), .none, .open, .read, .idle),
    Row(S.open, .timedOut(.linger), .none, .open, .read, .idle),
    Row(S.open, .abort, .close(.aborted), .closed, [], .none),
    Row(S.owing, .readable, .receive, .open, both, .stall),
    Row(S.owing, .wrote(4), .none, .open, both, .stall),
    Row(S.owing, .wrote(10), .none, .open, .read, .idle),
    Row(S.owing, .peerEnded, .endInput, .open, .write, .stall),
    Row(S.owing, .finish, .none, .finishing, both, .stall),
    Row(S.owing, .timedOut(.stall), .close(.stalled), .closed, [], .none),
    Row(S.owing, .timedOut(.idle), .none, .open, both, .stall),
    Row(S.owing, .workStarted(5), .none, .open, both, .stall),
    Row(S.working, .workFinished(4), .none, .open, .read, .none),
    Row(S.working, .workFinished(10), .none, .open, .read, .idle),
    Row(S.working, .timedOut(.idle), .none, .open, .read, .none),
    Row(S.working, .finish, .none, .finishing, .read, .none),
    Row(S.working, .peerEnded, .endInput, .open, [], .none),
    Row(S.paused, .readable, .none, .open, .write, .stall),
    Row(S.paused, .drain, .none, .open, .write, .stall),
    Row(S.held, .readable, .none, .open, [], .idle),
    Row(S.held, .drain, .none, .open, [], .idle),
    Row(S.held, .resume, .none, .open, .read, .idle),
    Row(S.held, .finish, .shutdownOutput, .lingering, .read, .linger),
    Row(S.draining, .foundNothing, .quiesce, .open, .read, .idle),
    Row(S.draining, .received(1), .deliver, .open, .read, .idle),
    Row(S.draining, .peerEnded, .endInput, .open, [], .idle),
    Row(S.heard, .readable, .none, .open, [], .idle),
    Row(S.heard, .drain, .none, .open, [], .idle),
    Row(S.heard, .foundNothing, .none, .open, [], .idle),
    Row(S.heard, .queued(10), .none, .open, .write, .stall),
    Row(S.heard, .finish, .close(.finished), .closed, [], .none),
    Row(S.heardOwing, .finish, .none, .finishing, .write, .stall),
    Row(S.heardOwing, .wrote(10), .none, .open, [], .idle),
  ]

  static let ending: [Row] = [
    Row(S.finishingOwing, .readable, .receive, .finishing, both, .stall),
    Row(S.finishingOwing, .received(5), .discard, .finishing, both, .stall),
    Row(S.finishingOwing, .foundNothing, .none, .finishing, both, .stall),
    Row(S.finishingOwing, .peerEnded, .none, .finishing, .write, .stall),
    Row(S.finishingOwing, .wrote(10), .shutdownOutput, .lingering, .read, .linger),
    Row(S.finishingOwing, .wrote(9), .none, .finishing, both, .stall),
    Row(S.finishingOwing, .finish, .none, .finishing, both, .stall),
    Row(S.finishingOwing, .drain, .receive, .finishing, both, .stall),
    Row(S.finishingOwing, .timedOut(.stall), .close(.stalled), .closed, [], .none),
    Row(S.finishingOwing, .failed, .close(.failed(.connectionReset)), .closed, [], .none),
    Row(S.finishingOwing, .abort, .close(.aborted), .closed, [], .none),
    Row(S.finishingOwing, .queued(500), .none, .finishing, both, .stall),
    Row(S.finishingWorking, .workFinished(9), .none, .finishing, .read, .none),
    Row(S.finishingWorking, .workFinished(10), .shutdownOutput, .lingering, .read, .linger),
    Row(S.finishingWorking, .queued(3), .none, .finishing, both, .stall),
    Row(S.finishingWorking, .peerEnded, .none, .finishing, [], .none),
    Row(S.finishingWorking, .timedOut(.idle), .none, .finishing, .read, .none),
    Row(S.finishingHeard, .readable, .none, .finishing, .write, .stall),
    Row(S.finishingHeard, .wrote(10), .close(.finished), .closed, [], .none),
    Row(S.lingering, .readable, .receive, .lingering, .read, .linger),
    Row(S.lingering, .received(5), .discard, .lingering, .read, .linger),
    Row(S.lingering, .foundNothing, .none, .lingering, .read, .linger),
    Row(S.lingering, .peerEnded, .close(.finished), .closed, [], .none),
    Row(S.lingering, .failed, .close(.finished), .closed, [], .none),
    Row(S.lingering, .timedOut(.linger), .close(.finished), .closed, [], .none),
    Row(S.lingering, .timedOut(.stall), .none, .lingering, .read, .linger),
    Row(S.lingering, .finish, .none, .lingering, .read, .linger),
    Row(S.lingering, .hold, .none, .lingering, .read, .linger),
    Row(S.lingering, .abort, .close(.aborted), .closed, [], .none),
    Row(S.closed, .readable, .none, .closed, [], .none),
    Row(S.closed, .finish, .none, .closed, [], .none),
    Row(S.closed, .abort, .none, .closed, [], .none),
    Row(S.closed, .drain, .none, .closed, [], .none),
    Row(S.closed, .hold, .none, .closed, [], .none),
    Row(S.closed, .timedOut(.none), .none, .closed, [], .none),
    Row(S.closed, .timedOut(.idle), .none, .closed, [], .none),
  ]

  @Test("while both sides talk", arguments: open) func whileOpen(_ row: Row) { check(row) }

  @Test("while it ends", arguments: ending) func whileEnding(_ row: Row) { check(row) }

  private func check(_ row: Row) {
    let state = BoxedState(row.before)
    #expect(state.apply(row.event) == row.action)
    #expect(state.phase == row.phase)
    #expect(state.interest == row.interest)
    #expect(state.deadline == row.deadline)
  }
}
