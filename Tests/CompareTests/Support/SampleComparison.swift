import Measurement

@testable import Compare

/// A comparison made by hand, the same each time: six models, two peers, ten works, with
/// entries that are skipped, limited and bound by the client, a tie, and an early end.
struct SampleComparison {
  var rounds = SampleRounds()
  let costs: [SampleCosts]

  /// - Parameter peer: what the first peer is called, for names that mean harm.
  init(peer: String = "socat", only: Set<String>? = nil) {
    costs = SampleCosts.all.filter { only?.contains($0.name) ?? true }.map { cost in
      guard cost.name == "socat" else { return cost }
      return SampleCosts(
        name: peer, user: cost.user, system: cost.system, capacity: cost.capacity,
        memory: cost.memory, base: cost.base, threads: cost.threads, processes: cost.processes,
        most: cost.most, parallel: cost.parallel, accept: cost.accept)
    }
  }

  /// The sample with everything in it.
  static func record(peer: String = "socat") -> ComparisonRecord {
    var sample = SampleComparison(peer: peer)
    return sample.record()
  }

  /// Two contestants at one work: what a reader's first try looks like.
  static func small() -> ComparisonRecord {
    var sample = SampleComparison(only: ["reactor", "thread"])
    var record = sample.record()
    record.experiments = record.experiments.filter { $0.work == "connections" }
    record.decisions = record.decisions.filter { $0.work == "connections" }
    record.notes = []
    record.isPartial = false
    return record
  }

  /// Nobody, nothing: interrupted at once.
  static func empty() -> ComparisonRecord {
    var sample = SampleComparison(only: [])
    var record = sample.record()
    record.experiments = []
    record.decisions = []
    return record
  }

  mutating func record() -> ComparisonRecord {
    let experiments = [
      connections(), idle(), churn(), size(), cpu(), blocking(), mixed(), overload(), slow(),
      fault(),
    ]
    return ComparisonRecord(
      version: "0.4.0",
      command: [
        "swiftlet", "compare", "--peer", "socat=socat TCP-LISTEN:{port},fork,reuseaddr EXEC:cat",
        "--html", "compare.html",
      ],
      startedAtUnixSeconds: 1_770_091_445.678, elapsedSeconds: 534.2,
      environment: MachineFingerprint(
        kernel: "6.1.0-18-amd64", architecture: "x86_64", cpuModel: "Example CPU 3.0 GHz", cores: 2,
        allowedCores: 2, quotaCores: 1.5, memoryBytes: 8_589_934_592),
      serverCores: [0], clientCores: [1], rounds: rounds.rounds, secondsPerRun: 1, isPartial: true,
      notes: ["Other processes used 3 % of the server's core while it was measured."],
      contestants: contestants, experiments: experiments,
      decisions: experiments.map(decision))
  }

  private var contestants: [ContestantRecord] {
    let words = [
      "reactor": "one loop, state machines, worker pool", "async": "the same loop, async handlers",
      "thread": "one thread per client", "pool": "16 threads, one client each at a time",
      "process": "one process per client", "prefork": "16 processes, one client each at a time",
      "c-epoll": "C, one thread, raw epoll",
    ]
    return costs.map { cost in
      let isPeer = SampleCosts.all.firstIndex { $0.name == cost.name } ?? 6 >= 6
      return ContestantRecord(
        name: cost.name, kind: isPeer ? .peer : .model,
        command: isPeer
          ? (cost.name == "c-epoll"
            ? "Benchmarks/epoll {port}" : "socat TCP-LISTEN:{port},fork,reuseaddr EXEC:cat")
          : "swiftlet serve --model \(cost.name)",
        description: words[cost.name] ?? "cat behind a socket, a process each")
    }
  }

  /// Who won most of the cells, and by how much the others are behind in the last one.
  private func decision(_ experiment: ExperimentRecord) -> DecisionRecord {
    guard let cell = experiment.cells.last(where: { $0.verdict?.kind != .nobody }),
      let verdict = cell.verdict
    else {
      return DecisionRecord(
        work: experiment.work,
        marks: costs.map { MarkRecord(contestant: $0.name, kind: .unmeasured, text: "") },
        sentence: "Nobody was measured at \(experiment.work).")
    }
    let best = cell.entry(verdict.names.first ?? "")?.estimate?.median ?? 0
    let marks = costs.map { cost -> MarkRecord in
      guard let entry = cell.entry(cost.name), entry.isJudged(by: experiment.metric.key),
        let median = entry.estimate?.median
      else { return MarkRecord(contestant: cost.name, kind: .unmeasured, text: "") }
      if verdict.names.contains(cost.name) {
        return MarkRecord(
          contestant: cost.name, kind: verdict.kind == .winner ? .best : .tied,
          text: verdict.ratio.map { "\($0)x" } ?? "")
      }
      let ratio = max(best, median) / max(min(best, median), 0.001)
      let text = ratio < 10 ? "1/\((ratio * 10).rounded() / 10)" : "1/\(Int(min(ratio, 999)))"
      return MarkRecord(contestant: cost.name, kind: .behind, text: text)
    }
    return DecisionRecord(
      work: experiment.work, marks: marks, sentence: "At \(cell.label), \(verdict.sentence)")
  }
}
