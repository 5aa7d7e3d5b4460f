/// Where the tasks of a loop wait: suspending and resuming for the price of one switch of executors.
///
/// A Swift continuation would do, at a higher price: it is initialised, awaited and resumed, and
/// the task comes back by way of a thread of the global pool, or, if it has a preferred executor,
/// by way of a lock. Here the task hops to an actor whose executor does not run the job it is given
/// but hands it to whoever will know when to go on, and who then puts it on the loop's queue. So
/// the hop is the suspension, and running the job is the resumption. One per loop.
actor Parking {
  private nonisolated let executor = ParkingExecutor()
  private var parked = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: executor)
  }

  /// Suspends the calling task until the job that `spot` is given has been run.
  ///
  /// To be called on the loop's thread; `spot` is given the job at once, on that thread, before
  /// anything else happens there.
  @inline(__always)
  nonisolated(nonsending) func wait(in spot: some ParkingSpot) async {
    executor.spot = spot
    await park()
  }

  /// Something to be isolated for: a hop to where nothing is done would be optimised away.
  @inline(never)
  private func park() { parked &+= 1 }
}

/// Who keeps the job of a task that waits.
///
/// Loop-confined.
protocol ParkingSpot: AnyObject {
  /// The task waits: this is how it goes on.
  func park(_ job: UnownedJob)
}

/// Hands the job it is given to who waits, instead of running it.
///
/// `@unchecked Sendable`: a task parks on the loop's thread alone, and `enqueue` is called by the
/// hop itself, before that thread does anything else.
private final class ParkingExecutor: SerialExecutor, @unchecked Sendable {
  /// Not counted: it is used up before the caller, who holds it, can let go of it.
  @exclusivity(unchecked) unowned(unsafe) var spot: (any ParkingSpot)?

  func enqueue(_ job: consuming ExecutorJob) {
    guard let spot else { fatalError("Parking: nobody waits") }
    spot.park(UnownedJob(job))
  }
}

/// A task that waits for something to be done elsewhere: what a continuation is, for tasks of a
/// loop.
///
/// `@unchecked Sendable`: other threads merely carry it back to the loop's, where all its methods
/// are called.
final class Suspension: ParkingSpot, @unchecked Sendable {
  private let core: LoopCore
  private var job: UnownedJob?
  private(set) var isOver = false

  init(_ core: LoopCore) { self.core = core }

  func park(_ job: UnownedJob) {
    // A task with an executor preference may be switched once more between asking and parking.
    if isOver { core.run(job) } else { self.job = job }
  }

  /// Suspends the calling task until `resume`, or not at all if that was called already.
  ///
  /// - Parameter loop: the core's own: the caller must be there, and a closure that does not name
  ///   its actor might not be.
  func wait(on loop: isolated EventLoop) async {
    if !isOver { await core.parking.wait(in: self) }
  }

  /// Ends the wait, now or to come.
  ///
  /// Idempotent.
  func resume() {
    isOver = true
    guard let job else { return }
    self.job = nil
    core.run(job)
  }
}

extension EventLoop {
  /// Suspends the calling task, which is on this loop, until `resume` is called, on any thread.
  ///
  /// - Parameter start: sets in motion what will call it; several calls are as good as one.
  package func wait(_ start: (_ resume: @escaping @Sendable () -> Void) -> Void) async {
    let suspension = Suspension(core)
    start { [self] in execute { _ in suspension.resume() } }
    await suspension.wait(on: self)
  }
}
