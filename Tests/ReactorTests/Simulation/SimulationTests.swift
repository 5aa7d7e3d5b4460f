import CLinux
import Testing

/// The whole of a connection over a simulated network, against a reference model.
///
/// `SWIFTLET_SEED=4711 swift test --filter SimulationTests` replays one seed. `SWIFTLET_SEEDS` asks
/// for fewer or more of them: under a sanitizer each takes ten times as long.
@Suite("Simulation")
struct SimulationTests {
  static let chunk =
    (getenv("SWIFTLET_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 16_000) / 8

  @Test("no byte is lost, doubled or moved, and every connection ends", arguments: 0..<UInt64(8))
  func seeded(_ number: UInt64) async {
    var ends: [String: Int] = [:]
    for seed in seeds(number * Self.chunk..<(number + 1) * Self.chunk) {
      // There are few threads for all tests, and some of the others have deadlines.
      await Task.yield()
      let simulation = Simulation(seed: seed)
      simulation.run()
      for end in simulation.ends { ends["\(end)", default: 0] += 1 }
      guard simulation.verdict.faults.isEmpty else {
        let faults = simulation.verdict.faults.prefix(3).joined(separator: "; ")
        Issue.record("SWIFTLET_SEED=\(seed) replays this: \(faults)")
        return
      }
    }
    if getenv("SWIFTLET_SEED") == nil {
      #expect(ends.count >= 5, "the seeds reach every way to end: \(ends)")
    }
  }
}
