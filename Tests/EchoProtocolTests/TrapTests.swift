import EchoProtocol
import Testing

/// Calls that only a caller who has lost track can make end the program and say why.
struct TrapTests {
  @Test(arguments: ["stalled", "ending", "ended", "failed"])
  func receiveTraps(state: String) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [state] in
      let harness = try Self.harness(in: state)
      _ = harness.receive("more\n")
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("EchoSession: `receive` is impossible in state `\(state)`"))
  }

  @Test(arguments: ["open", "ending", "ended", "failed"])
  func resumeTraps(state: String) async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [state] in
      let harness = try Self.harness(in: state)
      _ = harness.resume()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("EchoSession: `resume` is impossible in state `\(state)`"))
  }

  @Test func completeTrapsOnAnEndedSession() async {
    await #expect(processExitsWith: .failure) {
      let harness = try Self.harness(in: "ending")
      var job = harness.sink.jobs[0]
      job.run()
      guard harness.complete() == .ended else { return }
      _ = harness.session.complete(job, into: &harness.sink, using: &harness.workspace)
    }
  }

  @Test func completeTrapsOnAJobThatCameBackBefore() async {
    await #expect(processExitsWith: .failure) {
      let harness = try Harness(.line, "burn:0")
      _ = harness.receive("a\nb\nc\n")
      var job = harness.sink.jobs[1]
      job.run()
      guard harness.complete(1) == .open else { return }
      _ = harness.session.complete(job, into: &harness.sink, using: &harness.workspace)
    }
  }

  @Test func completeTrapsOnAJobThatHasNotRun() async {
    await #expect(processExitsWith: .failure) {
      let harness = try Harness(.line, "burn:0")
      _ = harness.receive("a\n")
      let job = harness.sink.jobs[0]
      _ = harness.session.complete(job, into: &harness.sink, using: &harness.workspace)
    }
  }

  @Test func runningAJobTwiceTraps() async {
    await #expect(processExitsWith: .failure) {
      let harness = try Harness(.line, "burn:0")
      _ = harness.receive("a\n")
      harness.sink.jobs[0].run()
      harness.sink.jobs[0].run()
    }
  }

  /// A session that has come to a state.
  private static func harness(in state: String) throws -> Harness {
    let harness = try Harness(.line, "burn:0", limit: 8)
    let input =
      switch state {
      case "stalled", "ending", "ended": "exit\n"
      case "failed": "123456789"
      default: "a"
      }
    harness.sink.admission = state == "stalled" ? .refused : state == "ended" ? .done : .accepted
    _ = harness.receive(input)
    return harness
  }
}
