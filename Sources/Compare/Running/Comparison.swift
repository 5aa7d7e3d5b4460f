internal import CLinux
internal import Measurement
internal import Reports
internal import Sockets

/// Runs rivals side by side at the same works, judges, and keeps what was found.
///
/// For each setting the rivals take turns, round after round, each with a server of its own that is
/// started for the run and ended behind it: what the machine does meanwhile happens to all of them,
/// and nothing of one run is left for the next.
public struct Comparison: Sendable {
  let plan: ComparisonPlan
  private let cores: CorePlan
  private let attempts = Attempts()

  /// A comparison; nothing happens before ``run(progress:)``.
  ///
  /// - Parameters:
  ///   - plan: what is to be compared.
  ///   - cores: which cores are whose. The client's threads run where the thread that made the
  ///     process's other threads does: see ``CorePlan/pinCurrentThreadToClient()``.
  public init(_ plan: ComparisonPlan, cores: CorePlan) {
    self.plan = plan
    self.cores = cores
  }

  /// Compares.
  ///
  /// Cancelling the task ends it early; what was measured until then is judged and returned.
  ///
  /// - Parameter progress: called before each run.
  /// - Returns: everything that was found; no run that goes wrong ends it, the record says so.
  public func run(
    progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
  ) async -> ComparisonRecord {
    let began = WallClock.now
    let clock = ProgressClock(plan, progress)
    var experiments: [ExperimentRecord] = []
    var results: [WorkResult] = []
    var limits: [String] = []
    for work in plan.works where !Task.isCancelled {
      let (record, result) = await perform(work, clock)
      guard !record.cells.isEmpty else { continue }
      experiments.append(record)
      results.append(result)
      if let limit = await connectionLimit(work, clock) { limits.append(limit) }
    }
    let decision = Decision(results, models: plan.rivals.map(\.name))
    var record = ComparisonRecord(
      version: plan.version, command: plan.command,
      startedAtUnixSeconds: (began / .milliseconds(1)).rounded() / 1000,
      elapsedSeconds: max(0, (WallClock.now - began) / .seconds(1)),
      environment: plan.environment, rounds: plan.rounds, secondsPerRun: plan.secondsPerRun,
      contestants: plan.rivals.map { ContestantRecord($0) }, experiments: experiments)
    record.serverCores = cores.server ?? []
    record.clientCores = cores.client ?? []
    record.isPartial = Task.isCancelled
    record.decisions = decision.rows.map { DecisionRecord($0) }
    record.notes = notes + limits
    return record
  }

  private var notes: [String] {
    var notes = [cores.note].compactMap { $0 }
    if cores.server != nil {
      notes.append(
        "cpu lets the server use every core, because the client needs next to none there")
    }
    return notes
  }

  private func perform(
    _ work: Work, _ clock: ProgressClock
  ) async -> (ExperimentRecord, WorkResult) {
    let experiment = work.experiment
    let judge = Judge(experiment.metric)
    var record = ExperimentRecord(work, experiment, plan)
    var cells: [WorkResult.Cell] = []
    for setting in experiment.settings(plan.scale) where !Task.isCancelled {
      let runs = await measure(work, experiment, setting, clock)
      let verdict = judge.verdict(runs.contestants(experiment))
      guard !runs.isEmpty else { continue }
      record.cells.append(runs.record(experiment, verdict))
      cells.append(WorkResult.Cell(setting.label, verdict))
    }
    record.crossovers = await crossovers(work, clock)
    let result = WorkResult(
      work.rawValue, situation: experiment.situation, question: experiment.question,
      metric: experiment.metric, cells: cells)
    return (record, result)
  }

  /// All rounds of one setting.
  private func measure(
    _ work: Work, _ experiment: any Experiment, _ setting: Setting, _ clock: ProgressClock
  ) async -> CellRuns {
    var runs = CellRuns(
      setting: setting, series: plan.rivals.map { CellRuns.Series(rival: $0.name) })
    for round in 0..<plan.rounds {
      for turn in plan.rivals.indices where !Task.isCancelled {
        // Whoever is first in one round is second in the next.
        let index = (turn + round) % plan.rivals.count
        let rival = plan.rivals[index]
        clock.begin(work, setting, rival, round)
        if let problem = attempts.givenUp(rival.name) { runs.series[index].problem = problem }
        guard runs.series[index].isWorthATry else {
          runs.series[index].outcomes.append(nil)
          continue
        }
        do throws(RunProblem) {
          runs.series[index].outcomes.append(try await runOnce(rival, experiment, setting))
          attempts.succeeded(rival.name)
        } catch {
          runs.series[index].outcomes.append(nil)
          guard !Task.isCancelled else { continue }
          runs.series[index].problem = error
          attempts.failed(rival.name, error)
        }
      }
    }
    if Task.isCancelled { runs.endEarly(rounds: plan.rounds) }
    return runs
  }

  /// One run: a server of its own, started for it and ended behind it.
  func runOnce(
    _ rival: Rival, _ experiment: any Experiment, _ setting: Setting
  ) async throws(RunProblem) -> RunOutcome {
    let clients = experiment.clients(setting)
    if let limit = rival.clientLimit, clients > limit {
      throw RunProblem(
        .limit, "it serves \(HumanFormat.count(limit)) clients at a time, the others wait")
    }
    let room = OpenFileLimit.raise() - Self.otherDescriptors
    guard clients <= room else {
      throw RunProblem(
        .skipped, "the limit of open files leaves room for \(HumanFormat.count(room)) clients")
    }
    let need = experiment.need(setting)
    let everyCore = cores.server.flatMap { server in cores.client.map { (server + $0).sorted() } }
    guard let launch = rival.launch(need, cores: need.usesAllCores ? everyCore : cores.server)
    else { throw RunProblem(.skipped, "it only echoes bytes as they come") }
    let server = try await start(launch)
    let bench = Bench(
      server: server, seconds: plan.secondsPerRun, threads: min(4, cores.client?.count ?? 1))
    let result: Result<RunOutcome, RunProblem>
    do throws(RunProblem) {
      result = .success(try await experiment.measure(bench, setting))
    } catch {
      result = .failure(await cause(of: error, server))
    }
    await server.end(grace: .zero)
    return try result.get()
  }

  /// Who loses a server in the middle is refused here and reset there; what it was is that the
  /// server has ended, which takes its guardian a moment to say: three seconds on a busy machine.
  private func cause(of problem: RunProblem, _ server: ServerProcess) async -> RunProblem {
    guard problem.kind != .skipped else { return problem }
    for _ in 0..<300 where server.failure == nil && !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(10))
    }
    return server.failure.map { RunProblem(.failed, $0.problem) } ?? problem
  }

  private func start(_ launch: ServerLaunch) async throws(RunProblem) -> ServerProcess {
    do throws(ServerFailure) {
      return try await ServerProcess.start(launch, guardian: plan.guardian)
    } catch {
      throw RunProblem(.failed, error.problem)
    }
  }

  /// Descriptors of a comparison that are not clients.
  private static let otherDescriptors = 128
}

extension ExperimentRecord {
  /// An experiment of which nothing is measured yet.
  init(_ work: Work, _ experiment: any Experiment, _ plan: ComparisonPlan) {
    self.init(
      work: work.rawValue, question: experiment.question,
      metric: MetricRecord(
        key: experiment.key, title: experiment.metric.name,
        unit: experiment.metric.unit.words,
        higherIsBetter: experiment.metric.direction == .higherIsBetter),
      axis: experiment.axis, secondAxis: experiment.secondAxis,
      rerun: plan.rerun(work))
  }
}

extension Metric.Unit {
  /// The unit in words, for an axis.
  var words: String {
    switch self {
    case .perSecond: "per second"
    case .microseconds: "µs"
    case .seconds: "s"
    case .bytes: "bytes"
    case .bytesPerSecond: "bytes/s"
    case .count: ""
    }
  }
}

extension ContestantRecord {
  init(_ rival: Rival) {
    self.init(
      name: rival.name, kind: rival.isModel ? .model : .peer, command: rival.command,
      description: rival.summary)
  }
}
