import CLinux
import Sockets
import Testing

@testable import Reactor

/// What cannot happen traps, and says what happened in which state.
@Suite("ConnectionState, impossible transitions")
struct ConnectionStateTrapTests {
  @Test("received after the peer's end")
  func receivedAfterEnd() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.peerEnded, .received(7)])
    }
    expect(result, "received(7) cannot happen while open (peerFinished true")
  }

  @Test("received when closed")
  func receivedWhenClosed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.abort, .received(1)])
    }
    expect(result, "received(1) cannot happen while closed")
  }

  @Test("the peer's end, twice")
  func peerEndedTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.peerEnded, .peerEnded])
    }
    expect(result, "peerEnded cannot happen while open")
  }

  @Test("more written than was owed")
  func wroteTooMuch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.queued(5), .wrote(6)])
    }
    expect(result, "wrote(6) cannot happen while open (peerFinished false, pendingOutput 5")
  }

  @Test("more work finished than was begun")
  func finishedTooMuch() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.workStarted(1), .finish, .workFinished(2)])
    }
    expect(result, "workFinished(2) cannot happen while finishing")
  }

  @Test("output while lingering, and work")
  func outputWhileLingering() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.finish, .queued(1)])
    }
    expect(result, "queued(1) cannot happen while lingering")
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.finish, .workStarted(1)])
    }
    expect(result, "workStarted(1) cannot happen while lingering")
  }

  @Test("a failure, or an empty receive, when closed")
  func failedWhenClosed() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.abort, .failed])
    }
    expect(result, "failed(104) cannot happen while closed")
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ConnectionState(after: [.abort, .foundNothing])
    }
    expect(result, "foundNothing cannot happen while closed")
  }

  private func expect(_ result: ExitTest.Result?, _ words: String) {
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("ConnectionState: \(words)"))
  }
}
