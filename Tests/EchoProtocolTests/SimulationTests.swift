import CLinux
import Measurement
import Testing

@testable import EchoProtocol

/// Thousands of conversations, each with its own splits, refusals and completion order, compared
/// byte for byte with a reference that knows nothing of any of these.
///
/// A failure names its seed. `ECHO_SIMULATION_SEED=seed swift test --filter SimulationTests`
/// replays that one alone. `SWIFTLET_SEEDS` asks for fewer or more of them: under a sanitizer each
/// takes ten times as long.
struct SimulationTests {
  private static let seeds =
    getenv("SWIFTLET_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 30_000

  /// In slices, so that they share the processors.
  @Test(arguments: 0..<UInt64(4))
  func sessionsAnswerWhatTheReferenceAnswers(slice: UInt64) async throws {
    if let replay = getenv("ECHO_SIMULATION_SEED"), let seed = UInt64(String(cString: replay)) {
      return slice == 0 ? try Self.check(seed: seed) : ()
    }
    for seed in stride(from: slice, to: Self.seeds, by: 4) {
      try Self.check(seed: seed)
      // There are few threads for all tests, and some of the others have deadlines.
      await Task.yield()
    }
  }

  private static func check(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let scenario = Scenario(seed: seed, random: &random)
    var reference = ReferenceServer(
      framing: scenario.framing, limit: scenario.limit, transform: scenario.chain)
    reference.serve(scenario.input, ends: scenario.ends)

    let simulation = try Simulation(scenario, random: random)
    let complaint = simulation.run()
    guard complaint == nil, simulation.status == reference.status,
      simulation.harness.sink.output == reference.output
    else {
      Issue.record(
        """
        \(scenario)
        \(complaint ?? "the session differs from the reference")
        status   \(simulation.status)
        expected \(reference.status)
        output   \(simulation.harness.sink.output)
        expected \(reference.output)
        """)
      return
    }
  }
}

/// Drives one session at random, as far as a well-behaved caller may.
private final class Simulation {
  private enum Step { case read, end, complete, resume }

  let scenario: Scenario
  let harness: Harness
  var status = EchoStatus.open
  private var random: SplitMix64
  private var position = 0
  private var hasEnded = false

  init(_ scenario: Scenario, random: SplitMix64) throws {
    self.scenario = scenario
    self.random = random
    harness = try Harness(scenario.framing, scenario.chain, limit: scenario.limit)
  }

  /// Runs until nothing can happen any more, and says what was wrong on the way.
  func run() -> String? {
    while true {
      let steps = possibleSteps()
      guard !steps.isEmpty else { return nil }
      perform(steps[random.pick(0...steps.count - 1)])
      if let complaint = brokenRule() { return complaint }
    }
  }

  private func possibleSteps() -> [Step] {
    var steps: [Step] = []
    let hasMore = position < scenario.input.count
    if status == .open, hasMore { steps.append(.read) }
    // Nothing more can be read while stalled, so the end may be seen only after the last byte.
    if scenario.ends, !hasEnded, !hasMore { steps.append(.end) }
    if status == .stalled { steps.append(.resume) }
    if !harness.sink.jobs.isEmpty { steps.append(.complete) }
    return steps
  }

  private func perform(_ step: Step) {
    // Each frame of the step meets its own fortune; when they run out, the last one repeats.
    harness.sink.nextAdmissions = (0..<random.pick(0...6)).map { _ in admission() }
    harness.sink.admission = admission()
    switch step {
    case .read:
      let count = min(random.pick(1...scenario.readBytes), scenario.input.count - position)
      status = harness.receive(Array(scenario.input[position..<(position + count)]))
      position += count
    case .end:
      hasEnded = true
      status = harness.inputEnded()
    case .complete: status = harness.complete(random.pick(0...harness.sink.jobs.count - 1))
    case .resume: status = harness.resume()
    }
  }

  private func admission() -> JobAdmission {
    if random.chance(scenario.refused) { return .refused }
    return random.chance(scenario.done) ? .done : .accepted
  }

  /// What must hold after every step, whatever came before.
  private func brokenRule() -> String? {
    let session = harness.status
    let inWork = Int(harness.jobsInWork)
    if session != status { return "the status is not what was returned" }
    if inWork != harness.sink.jobs.count { return "a job was lost" }
    if status == .ended, inWork > 0 { return "it ended with jobs in work" }
    if status == .ending, inWork == 0 { return "it waits for nothing" }
    if harness.isBetweenFrames, !harness.ownsNoBuffer { return "idle, it owns a buffer" }
    let partial = scenario.limit + Framing.prefixBytes
    let allowed = status == .stalled ? partial + scenario.readBytes : partial
    if harness.bufferedBytes > allowed { return "it holds too much" }
    return nil
  }
}
