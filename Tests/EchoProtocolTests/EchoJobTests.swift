import Testing

@testable import EchoProtocol

struct EchoJobTests {
  private func job(_ chain: TransformChain, _ frame: String) throws -> EchoJob {
    EchoJob(
      sequence: 7, frame: Array(frame.utf8), seal: .lineFeed,
      configuration: try EchoConfiguration(framing: .line, chain: chain))
  }

  @Test func runningItReplacesTheFrameByTheAnswer() throws {
    var job = try job(TransformChain(parsing: "sha256"), "")
    #expect(!job.hasRun)
    job.run()
    #expect(job.hasRun)
    #expect(job.failure == nil)
    #expect(job.frame.count == 64)
    #expect(job.sequence == 7)
    #expect(job.transformCost == .cpuBound)
  }

  @Test func itsCostIsThatOfTheRequestAndNeverChanges() throws {
    var job = try job(TransformChain(parsing: "sha256"), "abc")
    #expect(job.cost == 3 + EchoJob.overheadBytes)
    job.run()
    #expect(job.cost == 3 + EchoJob.overheadBytes)
  }

  @Test func aFailureIsCarriedNotThrown() throws {
    var job = try job(TransformChain([FailingTransform(cost: .cpuBound)]), "aXb")
    job.run()
    #expect(job.failure == FailingTransform.error)
    #expect(job.frame.isEmpty)
  }

  @Test func takingItLeavesNoFrameBehind() throws {
    var job = try job(TransformChain(parsing: "burn:0"), "abc")
    let taken = job.take()
    #expect(taken.frame == Array("abc".utf8))
    #expect(taken.cost == job.cost)
    #expect(job.frame.isEmpty)
  }
}
