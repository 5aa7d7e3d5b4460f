internal import Measurement

/// How many connections a process per client holds: searched for, up to where it would be rude to
/// the machine.
extension Comparison {
  private static let roof = 4000

  /// What was found, in a sentence; `nil` where it was not searched for.
  func connectionLimit(_ work: Work, _ clock: ProgressClock) async -> String? {
    guard plan.scale == .full, work == .connections, !Task.isCancelled,
      let rival = plan.rivals.first(where: { $0.modelName == "process" })
    else { return nil }
    var search = LimitSearch(from: 500, to: Self.roof, probes: 8)
    var reason = ""
    while let count = search.next, !Task.isCancelled {
      clock.search(work, "limit at \(HumanFormat.count(count)) connections", rival.name)
      do throws(RunProblem) {
        _ = try await runOnce(rival, HoldWork(count: count), Setting(""))
        search.record(holds: true)
      } catch {
        reason = error.reason
        search.record(holds: false)
      }
    }
    return search.outcome.map { Self.sentence($0, rival.name, reason) }
  }

  static func sentence(_ outcome: LimitSearch.Outcome, _ name: String, _ reason: String) -> String {
    switch outcome {
    case .beyond(let count):
      "\(name) holds \(HumanFormat.count(count)) connections at once; more were not tried"
    case .between(let holds, let fails):
      "\(name) holds \(HumanFormat.count(holds)) connections at once and falls over at "
        + "\(HumanFormat.count(fails)): \(reason)"
    case .nothing(let fails):
      "\(name) does not hold even \(HumanFormat.count(fails)) connections: \(reason)"
    }
  }
}

/// Whether so many connections are held at once, each answered once.
private struct HoldWork: Experiment {
  let count: Int
  let question = ""
  let situation = ""
  let metric = Metric("connections", unit: .count, .higherIsBetter)
  let key = FigureKey.connections

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] { [Setting("")] }
  func clients(_ setting: Setting) -> Int { count }

  func measure(_ bench: Bench, _ setting: Setting) async throws(RunProblem) -> RunOutcome {
    let herd = try await Herd.gather(count, bench.server.endpoints[0])
    guard herd.lost() == 0 else { throw RunProblem(.limit, "connections were lost") }
    return RunOutcome(figures: RunFigures([.connections: Double(count)]))
  }
}
