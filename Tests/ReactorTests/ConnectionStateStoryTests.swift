import Sockets
import Testing

@testable import Reactor

@Suite("ConnectionState, stories")
struct ConnectionStateStoryTests {
  @Test("reading stops at the high-water mark and starts again at the low one, not between")
  func hysteresis() {
    let state = BoxedState()
    // (queued or, negative, written; paused afterwards)
    let steps = [
      (60, false), (39, false), (1, true), (-30, true), (-29, true), (-1, false), (59, false),
      (1, true), (50, true), (-110, false),
    ]
    for (step, paused) in steps {
      _ = state.apply(step > 0 ? .queued(step) : .wrote(-step))
      #expect(state.isPaused == paused)
      #expect(state.isCongested == paused)
      #expect(state.interest.contains(.read) == !paused)
    }
  }

  @Test("work counts towards the mark, but only output is congestion")
  func workCounts() {
    let state = BoxedState()
    _ = state.apply(.workStarted(70))
    _ = state.apply(.queued(30))
    #expect(state.isPaused)
    #expect(!state.isCongested)
    _ = state.apply(.workFinished(60))
    #expect(!state.isPaused, "40 are owed")
  }

  @Test("half-close with output and work owed: all is said, then it is over")
  func halfClose() {
    let state = BoxedState()
    _ = state.apply(.workStarted(30))
    _ = state.apply(.queued(80))
    #expect(state.apply(.peerEnded) == .endInput)
    #expect(state.apply(.finish) == .none)
    #expect(state.interest == .write)
    #expect(state.apply(.wrote(80)) == .none, "work is in progress")
    #expect(state.interest == [])
    #expect(state.deadline == .none, "it waits for itself")
    _ = state.apply(.queued(30))
    #expect(state.apply(.workFinished(30)) == .none)
    #expect(state.apply(.wrote(29)) == .none)
    #expect(state.apply(.wrote(1)) == .close(.finished))
  }

  @Test("a half-closed peer is served for as long as the handler likes")
  func handlerGoesOn() {
    let state = BoxedState()
    _ = state.apply(.peerEnded)
    for _ in 0..<3 {
      _ = state.apply(.queued(10))
      #expect(state.apply(.wrote(10)) == .none)
      #expect(state.phase == .open)
    }
    #expect(state.apply(.finish) == .close(.finished))
  }

  @Test("a drain ends the input only when nothing more has arrived")
  func drain() {
    let state = BoxedState()
    #expect(state.apply(.foundNothing) == .none)
    #expect(state.apply(.drain) == .receive)
    #expect(state.apply(.received(100)) == .deliver)
    _ = state.apply(.queued(100))
    #expect(state.apply(.readable) == .none, "back-pressure holds in a drain too")
    _ = state.apply(.wrote(100))
    #expect(state.apply(.readable) == .receive)
    #expect(state.apply(.foundNothing) == .quiesce)
    #expect(
      state.apply(.foundNothing) == .quiesce, "the handler may wait for the rest of a message")
    #expect(state.apply(.finish) == .shutdownOutput)
    #expect(state.apply(.foundNothing) == .none)
  }

  @Test("events that were already under way when it closed do no harm")
  func lateEvents() {
    let state = BoxedState()
    _ = state.apply(.queued(10))
    _ = state.apply(.abort)
    #expect(state.apply(.readable) == .none)
    #expect(state.apply(.timedOut(.stall)) == .none)
    #expect(state.apply(.finish) == .none)
    #expect(state.apply(.abort) == .none)
    #expect(!state.takesOutput)
  }
}
