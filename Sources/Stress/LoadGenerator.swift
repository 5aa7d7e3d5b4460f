public import Reactor

/// Loads echo servers, verifies every byte that comes back, and measures.
///
/// ```swift
/// var plan = StressPlan(server.endpoints[0], echo: .transparent)
/// plan.duration = .seconds(2)
/// let report = try await LoadGenerator(plan).run()
/// #expect(report.isClean)
/// ```
public struct LoadGenerator: Sendable {
  /// What the load is to be.
  public let plan: StressPlan

  /// A generator for a plan; nothing happens before `run` or `start`.
  public init(_ plan: StressPlan) { self.plan = plan }

  /// Runs the load, from the first connection to the last goodbye.
  ///
  /// Cancelling the task ends the load early; what was measured until then is still reported.
  ///
  /// - Parameters:
  ///   - loop: the loop that the first of the plan's threads runs on; `nil`: one of its own, on a
  ///     thread of its own.
  ///   - progress: called once a second, on one of the load's threads.
  /// - Throws: where there could be no load at all; what goes wrong during one is in the report.
  public func run(
    on loop: EventLoop? = nil, progress: (@Sendable (StressProgress) -> Void)? = nil
  ) async throws(StressError) -> StressReport {
    if let obstacle = plan.obstacle { throw obstacle }
    var own: [EventLoop] = []
    var failure: SocketError?
    for number in (loop == nil ? 0 : 1)..<plan.threads where failure == nil {
      do throws(SocketError) {
        own.append(try EventLoop.spawn(name: number == 0 ? "load" : "load-\(number)"))
      } catch {
        failure = error
      }
    }
    let result: Result<StressReport, StressError>
    if let failure {
      result = .failure(.cannotStart(failure))
    } else {
      result = await load((loop.map { [$0] } ?? []) + own, progress)
    }
    for loop in own { await loop.stop() }
    return try result.get()
  }

  private func load(
    _ loops: [EventLoop], _ progress: (@Sendable (StressProgress) -> Void)?
  ) async -> Result<StressReport, StressError> {
    let traffic: Traffic
    do {
      traffic = try Traffic(plan)
    } catch {
      return .failure(.impossiblePlan("\(error)"))
    }
    let team = LoadTeam(plan, traffic, progress)
    let cancellers = loops.map { _ in Canceller() }
    let results = await withTaskCancellationHandler {
      await runShards(team, loops, cancellers)
    } onCancel: {
      for (loop, canceller) in zip(loops, cancellers) { loop.execute { _ in canceller.cancel() } }
    }
    return team.outcome(results)
  }

  private func runShards(
    _ team: LoadTeam, _ loops: [EventLoop], _ cancellers: [Canceller]
  ) async -> [ShardResult] {
    // A single one stays on the caller's thread where that is the loop's: no other is started.
    guard loops.count > 1 else { return [await loops[0].runShard(team, 0, cancellers[0])] }
    return await withTaskGroup(of: ShardResult.self) { group in
      for (number, loop) in loops.enumerated() {
        let canceller = cancellers[number]
        group.addTask { await loop.runShard(team, number, canceller) }
      }
      var results: [ShardResult] = []
      for await result in group { results.append(result) }
      return results
    }
  }
}

/// Takes a cancellation to a shard, whichever of the two is there first.
///
/// `@unchecked Sendable`: used on the shard's loop alone; the cancellation handler carries it there.
final class Canceller: @unchecked Sendable {
  private var shard: LoadShard?
  private var isCancelled = false

  func attach(_ shard: LoadShard) {
    self.shard = shard
    if isCancelled { shard.cancel() }
  }

  func cancel() {
    isCancelled = true
    shard?.cancel()
  }
}

extension EventLoop {
  fileprivate func runShard(
    _ team: LoadTeam, _ number: Int, _ canceller: Canceller
  ) async -> ShardResult {
    let shard = LoadShard(team.plan, team.traffic, number: number)
    canceller.attach(shard)
    return await ShardRun(shard, team).run(on: self)
  }
}
