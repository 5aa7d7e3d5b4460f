import Testing

@testable import EchoProtocol

struct StallTests {
  private let failing = TransformChain([FailingTransform(cost: .blocking)])

  @Test func aRefusedFrameAndAllAfterItAreHeld() throws {
    let harness = try Harness(.line, "burn:0")
    harness.sink.nextAdmissions = [.accepted, .refused, .refused, .accepted, .refused]
    #expect(harness.receive("a\nb\nc\nd") == .stalled)
    #expect(harness.bufferedBytes == 5)
    #expect(harness.resume() == .stalled)
    #expect(harness.bufferedBytes == 5)
    #expect(harness.resume() == .stalled)
    #expect(harness.bufferedBytes == 3)
    #expect(harness.complete(1) == .stalled)
    #expect(harness.resume() == .open)
    #expect(harness.bufferedBytes == 1)
    #expect(harness.receive("d\n") == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "a\nb\nc\ndd\n")
    #expect(harness.ownsNoBuffer)
  }

  @Test func aFrameThatWasHeldInPartAndThenRefusedKeepsWhatFollows() throws {
    let harness = try Harness(.length, "burn:0")
    #expect(harness.receive(Array(framed("hello").prefix(6))) == .open)
    harness.sink.nextAdmissions = [.refused]
    #expect(harness.receive(Array(framed("hello").suffix(3)) + framed("x") + [0]) == .stalled)
    #expect(harness.bufferedBytes == 15)
    #expect(harness.resume() == .open)
    #expect(harness.sink.jobs.map(\.frame.count) == [5, 1])
    #expect(harness.bufferedBytes == 1)
  }

  @Test func theEndIsRememberedWhileStalled() throws {
    let harness = try Harness(.line, "burn:0")
    harness.sink.nextAdmissions = [.refused, .accepted, .refused, .refused, .accepted]
    #expect(harness.receive("a\nb") == .stalled)
    #expect(harness.inputEnded() == .stalled)
    #expect(harness.inputEnded() == .stalled)
    #expect(harness.resume() == .stalled)
    #expect(harness.bufferedBytes == 1)
    #expect(harness.complete() == .stalled)
    #expect(harness.resume() == .stalled)
    #expect(harness.resume() == .ending)
    #expect(harness.complete() == .ended)
    #expect(harness.replied() == "a\nb")
  }

  @Test func aLastLineMayBeRefusedAtTheEnd() throws {
    let harness = try Harness(.line, "burn:0")
    #expect(harness.receive("last") == .open)
    harness.sink.nextAdmissions = [.refused]
    #expect(harness.inputEnded() == .stalled)
    harness.sink.admission = .done
    #expect(harness.resume() == .ended)
    #expect(harness.replied() == "last")
  }

  @Test func aTruncatedFrameIsFoundOnceTheHeldInputIsDigested() throws {
    let harness = try Harness(.length, "burn:0")
    harness.sink.nextAdmissions = [.refused]
    #expect(harness.receive(framed("a") + [0, 0]) == .stalled)
    #expect(harness.inputEnded() == .stalled)
    #expect(harness.resume() == .ending)
    #expect(harness.complete() == .failed(.truncatedFrame(have: 2, announced: nil)))
    #expect(harness.sink.output == framed("a"))
  }

  @Test func anExitLineMayBeHeld() throws {
    let harness = try Harness(.line, "burn:0")
    harness.sink.nextAdmissions = [.refused]
    #expect(harness.receive("exit\nmore\n") == .stalled)
    harness.sink.admission = .done
    #expect(harness.resume() == .ended)
    #expect(harness.replied() == "exit\n")
    #expect(harness.bufferedBytes == 0)
  }

  @Test func aBadFrameMayBeHeld() throws {
    let harness = try Harness(.line, "burn:0", limit: 2)
    harness.sink.nextAdmissions = [.refused]
    #expect(harness.receive("a\nabc\n") == .stalled)
    harness.sink.admission = .done
    #expect(harness.resume() == .failed(.frameTooLong(limit: 2)))
    #expect(harness.replied() == "a\n")
  }

  @Test(arguments: [false, true])
  func aFailedJobDiscardsHeldInput(ended: Bool) throws {
    let harness = try Harness(.line, failing)
    harness.sink.nextAdmissions = [.accepted, .accepted, .refused]
    #expect(harness.receive("a\nX\nb\n") == .stalled)
    if ended { #expect(harness.inputEnded() == .stalled) }
    #expect(harness.complete(1) == .ending)
    #expect(harness.bufferedBytes == 0)
    #expect(harness.complete(0) == .failed(FailingTransform.error))
    #expect(harness.replied() == "a\n")
  }

  @Test func aFailedJobThatIsDueEndsAStall() throws {
    let harness = try Harness(.line, failing)
    harness.sink.nextAdmissions = [.accepted, .refused]
    #expect(harness.receive("X\nb\n") == .stalled)
    #expect(harness.complete() == .failed(FailingTransform.error))
    #expect(harness.isBetweenFrames)
  }
}
