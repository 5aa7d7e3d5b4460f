import Testing

@testable import EchoProtocol

struct JobOrderTests {
  private let failing = TransformChain([FailingTransform(cost: .cpuBound)])

  @Test func repliesLeaveInTheOrderOfTheirFrames() throws {
    let harness = try Harness(.line, "burn:0")
    #expect(harness.receive("a\nb\r\nc\nd") == .open)
    #expect(harness.jobsInWork == 3)
    #expect(harness.complete(2) == .open)
    #expect(harness.complete(1) == .open)
    #expect(harness.replied() == "")
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "a\nb\r\nc\n")
    #expect(harness.sink.replySizes == [7])
    #expect(harness.jobsInWork == 0)
    #expect(harness.bufferedBytes == 1)
  }

  @Test func anIdleSessionOwnsNothing() throws {
    let harness = try Harness(.line, "burn:0")
    #expect(harness.receive("a\nb\nc") == .open)
    #expect(harness.receive("\n") == .open)
    #expect(!harness.isBetweenFrames)
    #expect(harness.complete(2) == .open)
    #expect(harness.complete(1) == .open)
    #expect(!harness.ownsNoBuffer)
    #expect(harness.complete(0) == .open)
    #expect(harness.isBetweenFrames)
    #expect(harness.ownsNoBuffer)
  }

  @Test func sequencesWrapAround() throws {
    let harness = try Harness(.line, "burn:0")
    harness.session.nextSequence = .max - 1
    harness.session.nextReply = .max - 1
    #expect(harness.receive("a\nb\nc\nd\n") == .open)
    #expect(harness.sink.jobs.map(\.sequence) == [.max - 1, .max, 0, 1])
    #expect(harness.complete(3) == .open)
    #expect(harness.complete(1) == .open)
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "a\nb\n")
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "c\nd\n")
  }

  @Test func anExitLineWaitsForTheJobsBeforeIt() throws {
    let harness = try Harness(.line, "burn:0")
    #expect(harness.receive("a\nexit\nb\n") == .ending)
    #expect(harness.jobsInWork == 2)
    #expect(harness.complete(1) == .ending)
    #expect(harness.inputEnded() == .ending)
    #expect(harness.complete(0) == .ended)
    #expect(harness.replied() == "a\nexit\n")
  }

  @Test func aBadFrameWaitsForTheJobsBeforeIt() throws {
    let harness = try Harness(.line, "burn:0", limit: 4)
    #expect(harness.receive("a\nb\nabcde\nc\n") == .ending)
    #expect(harness.complete(1) == .ending)
    #expect(harness.complete(0) == .failed(.frameTooLong(limit: 4)))
    #expect(harness.replied() == "a\nb\n")
  }

  @Test func aFailedJobWaitsForTheJobsBeforeItAndNotForThoseAfter() throws {
    let harness = try Harness(.line, failing)
    #expect(harness.receive("a\nX\nb\nc\npart") == .open)
    #expect(harness.complete(2) == .open)
    #expect(harness.complete(1) == .ending)
    #expect(harness.bufferedBytes == 0)
    #expect(harness.complete(0) == .failed(FailingTransform.error))
    #expect(harness.replied() == "a\n")
    #expect(harness.jobsInWork == 1)
    #expect(harness.complete(0) == .failed(FailingTransform.error))
    #expect(harness.replied() == "")
    #expect(harness.isBetweenFrames)
    #expect(harness.ownsNoBuffer)
  }

  @Test func ofTwoFailuresTheEarlierFrameCounts() throws {
    let harness = try Harness(.line, failing, limit: 4)
    #expect(harness.receive("a\nX\nabcde\n") == .ending)
    #expect(harness.complete(1) == .ending)
    #expect(harness.complete(0) == .failed(FailingTransform.error))
  }

  @Test func aFailedJobThatIsDueFailsAtOnce() throws {
    let harness = try Harness(.line, failing)
    #expect(harness.receive("X\na\n") == .open)
    #expect(harness.complete(0) == .failed(FailingTransform.error))
    #expect(harness.complete(0) == .failed(FailingTransform.error))
    #expect(harness.replied() == "")
  }

  @Test func jobsDoneInPlaceAreAnsweredAtOnce() throws {
    let harness = try Harness(.line, "sha256,upper")
    harness.sink.admission = .done
    #expect(harness.receive("\n\n") == .open)
    #expect(harness.sink.replySizes == [130])
    #expect(harness.jobsInWork == 0)
  }

  @Test func aJobDoneInPlaceWaitsForThoseInWork() throws {
    let harness = try Harness(.line, "burn:0")
    harness.sink.nextAdmissions = [.accepted, .done, .accepted]
    #expect(harness.receive("a\nb\nc\n") == .open)
    #expect(harness.replied() == "")
    #expect(harness.jobsInWork == 2)
    #expect(harness.complete(0) == .open)
    #expect(harness.replied() == "a\nb\n")
  }

  @Test func aJobThatFailsInPlaceStopsTheInput() throws {
    let harness = try Harness(.line, failing)
    harness.sink.nextAdmissions = [.accepted, .done]
    #expect(harness.receive("a\nX\nb\n") == .ending)
    #expect(harness.sink.jobs.count == 1)
    #expect(harness.complete() == .failed(FailingTransform.error))
    #expect(harness.replied() == "a\n")
  }
}
