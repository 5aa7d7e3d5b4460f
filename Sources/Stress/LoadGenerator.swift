public import Reactor

/// Loads an echo server, verifies every byte that comes back, and measures.
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

  /// A generator for a plan; nothing happens before `run`.
  public init(_ plan: StressPlan) { self.plan = plan }

  /// Runs the load, from the first connection to the last goodbye.
  ///
  /// Cancelling the task ends the load early; what was measured until then is still reported.
  ///
  /// - Parameters:
  ///   - loop: the loop to run on; `nil`: one of its own, on a thread of its own.
  ///   - progress: called once a second, on the load's thread.
  /// - Throws: where there could be no load at all; what goes wrong during one is in the report.
  public func run(
    on loop: EventLoop? = nil, progress: (@Sendable (StressProgress) -> Void)? = nil
  ) async throws(StressError) -> StressReport {
    if let obstacle = plan.obstacle { throw obstacle }
    if let loop { return try await load(loop, progress) }
    let loop: EventLoop
    do {
      loop = try EventLoop.spawn(name: "load")
    } catch {
      throw .cannotStart(error)
    }
    do throws(StressError) {
      let report = try await load(loop, progress)
      await loop.stop()
      return report
    } catch {
      await loop.stop()
      throw error
    }
  }

  private func load(
    _ loop: EventLoop, _ progress: (@Sendable (StressProgress) -> Void)?
  ) async throws(StressError) -> StressReport {
    let canceller = Canceller()
    let outcome = await withTaskCancellationHandler {
      await loop.outcome(of: plan, canceller, progress)
    } onCancel: {
      loop.execute { _ in canceller.cancel() }
    }
    return try outcome.get()
  }
}

/// Takes a cancellation to the run, whichever of the two is there first.
///
/// `@unchecked Sendable`: used on the load's loop alone; the cancellation handler carries it there.
private final class Canceller: @unchecked Sendable {
  private var run: LoadRun?
  private var isCancelled = false

  func attach(_ run: LoadRun) {
    self.run = run
    if isCancelled { run.cancel() }
  }

  func cancel() {
    isCancelled = true
    run?.cancel()
  }
}

extension EventLoop {
  fileprivate func outcome(
    of plan: StressPlan, _ canceller: Canceller, _ progress: (@Sendable (StressProgress) -> Void)?
  ) async -> Result<StressReport, StressError> {
    do throws(StressError) {
      return .success(try await runLoad(plan, canceller, progress))
    } catch {
      return .failure(error)
    }
  }

  private func runLoad(
    _ plan: StressPlan, _ canceller: Canceller, _ progress: (@Sendable (StressProgress) -> Void)?
  ) async throws(StressError) -> StressReport {
    let traffic: Traffic
    do {
      traffic = try Traffic(plan)
    } catch {
      throw .impossiblePlan("\(error)")
    }
    let run = LoadRun(plan, traffic)
    canceller.attach(run)
    let overdue = every(.milliseconds(100)) { run.expireOverdue() }
    let tick = every(.seconds(1)) { progress?(run.progress()) }
    defer {
      overdue.cancel()
      tick.cancel()
    }
    let opening = Opening(run)
    run.whenCancelled = { opening.giveUp() }
    defer { run.whenCancelled = nil }
    await wait { resume in
      opening.done = resume
      if run.wasCancelled { return opening.giveUp() }
      for _ in 0..<min(Opening.atOnce, plan.connections) { openNext(opening) }
    }
    if opening.opened == 0, let failure = run.firstConnectFailure { throw .cannotConnect(failure) }
    return await run.load(self)
  }

  /// Opens one connection after the other until the plan has as many as it wants.
  private func openNext(_ opening: Opening) {
    guard let number = opening.next() else { return }
    let run = opening.run
    Task { [self] in
      do throws(SocketError) {
        try await open(to: run.plan.endpoints[0], timeout: run.plan.connectTimeout) { _ in
          run.newConnection(number)
        }
        opening.opened += 1
      } catch {
        run.connectFailed(error)
      }
      opening.finishedOne()
      openNext(opening)
    }
  }
}

/// The opening of a run's connections.
///
/// Loop-confined.
private final class Opening {
  /// Attempts under way at once: a server's backlog is not to be stormed.
  static let atOnce = 64

  let run: LoadRun
  var opened = 0
  var done: (() -> Void)?
  private var begun = 0
  private var finished = 0

  init(_ run: LoadRun) { self.run = run }

  func next() -> Int? {
    guard !run.wasCancelled, begun < run.plan.connections else { return nil }
    defer { begun += 1 }
    return begun
  }

  func finishedOne() {
    finished += 1
    if finished == run.plan.connections { giveUp() }
  }

  /// Waits for no more of them; attempts under way end with the loop.
  func giveUp() {
    done?()
    done = nil
  }
}
