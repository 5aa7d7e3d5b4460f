import Sockets
import Testing

@testable import Reactor

@Suite("ListenerState")
struct ListenerStateTests {
  @Test("at most a budget of newcomers at a wake-up, then the others' turn")
  func budget() {
    var state = ListenerState(limit: .max)
    for _ in 0..<3 {
      #expect(state.readable(active: 0) == .accept)
      for _ in 1..<ListenerState.budget { #expect(state.accepted(active: 1) == .accept) }
      #expect(state.accepted(active: 1) == .wait)
    }
  }

  @Test("broken newcomers count against the budget, and stop nobody")
  func brokenNewcomers() {
    var state = ListenerState(limit: .max)
    #expect(state.readable(active: 0) == .accept)
    for _ in 1..<ListenerState.budget {
      #expect(state.failed(.connectionAborted, active: 0) == .accept)
    }
    #expect(state.failed(.connectionAborted, active: 0) == .wait)
    #expect(state.phase == .accepting)
  }

  @Test("the limit is checked before each accept")
  func limit() {
    var state = ListenerState(limit: 2)
    #expect(state.readable(active: 1) == .accept)
    #expect(state.accepted(active: 2) == .pause)
    #expect(state.phase == .full)
    #expect(state.readable(active: 2) == .wait)
    #expect(state.connectionGone(active: 2) == false)
    #expect(state.connectionGone(active: 1) == true)
    #expect(state.phase == .accepting)
    #expect(state.connectionGone(active: 0) == false, "it is watched already")
    #expect(state.readable(active: 2) == .pause, "an outgoing connection took the place")
  }

  @Test("a broken newcomer at the limit pauses too")
  func limitAfterFailure() {
    var state = ListenerState(limit: 1)
    #expect(state.readable(active: 0) == .accept)
    #expect(state.failed(.connectionAborted, active: 1) == .pause)
  }

  @Test(
    "exhaustion backs off, longer each time, and is logged once",
    arguments: [Errno.processFileLimit, .systemFileLimit, .noBufferSpace, .noMemory, .noSpace])
  func backOff(_ errno: Errno) {
    var state = ListenerState(limit: .max)
    let waits: [UInt64] = [50, 100, 200, 400, 800, 1000, 1000]
    for (number, wait) in waits.enumerated() {
      #expect(state.readable(active: 0) == .accept)
      let action = state.failed(errno, active: 0)
      #expect(action == .backOff(nanoseconds: wait * 1_000_000, log: number == 0))
      #expect(state.phase == .backingOff)
      #expect(state.readable(active: 0) == .wait)
      #expect(state.connectionGone(active: 0) == false)
      #expect(state.backOffIsOver() == true)
      #expect(state.backOffIsOver() == false)
    }
    #expect(state.readable(active: 0) == .accept)
    #expect(state.accepted(active: 1) == .accept)
    #expect(state.failed(errno, active: 1) == .backOff(nanoseconds: 50_000_000, log: true))
  }

  @Test("stopped is stopped")
  func stopped() {
    var state = ListenerState(limit: 1)
    #expect(state.readable(active: 0) == .accept)
    state.stop()
    #expect(state.accepted(active: 0) == .wait)
    #expect(state.readable(active: 0) == .wait)
    #expect(state.failed(.noMemory, active: 0) == .wait)
    #expect(state.connectionGone(active: 0) == false)
    #expect(state.backOffIsOver() == false)
    #expect(state.phase == .stopped)
  }
}
