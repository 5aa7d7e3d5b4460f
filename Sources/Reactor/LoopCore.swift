internal import Sockets

/// The state of one loop, without the loop: connections, timers, memory, clock.
///
/// It belongs to the `EventLoop` actor and to the loop-confined objects it hands out, none of
/// which is `Sendable`: so users of this module cannot take any of it off the loop's thread, and
/// the compiler sees to that. Inside the module `EventLoop.core` is the one door. Without a libevent
/// base (`base == nil`) it runs inside a test's simulation.
package final class LoopCore {
  let base: OpaquePointer?
  let kernel: Kernel
  let counters: LoopCounters
  let log: @Sendable (String) -> Void
  /// The loop outlives its core's use; the core does not keep it alive.
  weak var loop: EventLoop?
  /// The loop's, which lives as long as it; none in a simulation.
  var executor: Unmanaged<LoopExecutor>?
  let parking = Parking()

  /// What a callback handler's bytes arrive in.
  ///
  /// One for all: no handler keeps it past its call.
  let scratch = UnsafeMutableRawPointer.allocate(byteCount: Block.size, alignment: 64)
  let blocks = BlockPool()
  var connections = ConnectionTable()
  var acceptors: [UInt64: Acceptor] = [:]
  var nextAcceptor: UInt64 = 0
  /// Of the listeners whose connections are dealt to this loop, by their `Dealer`.
  var entrances: [ObjectIdentifier: Entrance] = [:]
  var signalWatches: [Int32: SignalWatch] = [:]
  private(set) var timers = TimerQueue()
  /// Wakes the loop when the next timer is due; none in a simulation.
  var alarm: Alarm?
  /// What the user's timers do, by number; a cancelled one is no longer in here.
  private var timerActions: [UInt64: TimerAction] = [:]
  private var nextTimer: UInt64 = 0
  /// Told when the back-off of the listener of that number is over, and when a drain's time is up.
  var listenerWakes: ((UInt64) -> Void)?
  var drainTimeUp: (() -> Void)?

  /// Ended during this pass; taken down behind it, so that nobody's memory goes while callbacks
  /// are on the stack.
  @exclusivity(unchecked) private var doomed: ContiguousArray<Connection> = []
  /// To be asked, behind this pass, whether more has arrived: see `Connection.quiesce()`.
  @exclusivity(unchecked) private var quiescing: ContiguousArray<Connection> = []
  /// Told whenever a connection has gone.
  var connectionGone: (() -> Void)?

  /// Whoever comes now is drained at once, like those that were there: otherwise a drain would
  /// wait for connections that nobody has told of it.
  var isDraining = false

  /// The loop is to end behind this pass.
  @exclusivity(unchecked) var mustStop = false

  /// A test's clock, in nanoseconds; `nil`: the kernel's.
  @exclusivity(unchecked) package var manualClock: UInt64?
  @exclusivity(unchecked) private var cachedNow: UInt64 = 0

  package init(
    base: OpaquePointer?, kernel: Kernel, counters: LoopCounters = LoopCounters(),
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.base = base
    self.kernel = kernel
    self.counters = counters
    self.log = log
  }

  deinit {
    scratch.deallocate()
    blocks.clear()
  }

  /// The time of this pass, read at most once a pass and to within a few milliseconds.
  var now: UInt64 {
    if let manualClock { return manualClock }
    if cachedNow == 0 { cachedNow = MonotonicClock.coarseNanoseconds }
    return cachedNow
  }

  /// A new pass begins.
  @inline(__always)
  func beginPass() { cachedNow = 0 }

  /// Takes down what ended in this pass; whether there is something to do at once.
  ///
  /// - Returns: `true` if the loop must not wait for the kernel now.
  package func endPass() -> Bool {
    while !(doomed.isEmpty && quiescing.isEmpty) {
      while !doomed.isEmpty {
        let batch = doomed
        doomed.removeAll(keepingCapacity: true)
        for connection in batch { takeDown(connection) }
      }
      let batch = quiescing
      quiescing.removeAll(keepingCapacity: true)
      for connection in batch { connection.quiesce() }
      // A peer that never pauses must not keep the others waiting: the rest, next pass.
      if doomed.isEmpty { return !quiescing.isEmpty }
    }
    return false
  }

  @inline(__always)
  func doom(_ connection: Connection) { doomed.append(connection) }

  /// Runs a job of this loop soon.
  @inline(__always)
  func run(_ job: UnownedJob) { executor?._withUnsafeGuaranteedRef { $0.runSoon(job) } }

  func askAgain(_ connection: Connection) { quiescing.append(connection) }

  private func takeDown(_ connection: Connection) {
    connections.remove(connection.id)
    connection.destroy()
    trimTimers()
    connection.settings.seat?.giveBack()
    connectionGone?()
  }

  // MARK: Time

  struct TimerAction {
    enum Recurrence {
      case once
      /// Nanoseconds between two runs.
      case every(UInt64)
      /// Whenever it is set.
      case whenSet(TimerSetting)
    }

    let recurrence: Recurrence
    /// Called instead when the loop ends first, for those that somebody waits for.
    var abandon: (() -> Void)?
    let run: () -> Void
  }

  func schedule(at due: UInt64, _ purpose: TimerQueue.Purpose) {
    timers.schedule(at: due, purpose)
    alarm?.wake(at: due)
  }

  /// Runs `action` after `delay` nanoseconds of the exact clock.
  func addTimer(after delay: UInt64, _ action: TimerAction) -> UInt64 {
    let number = addTimer(action)
    schedule(at: exactNow &+ delay, .timer(number))
    return number
  }

  /// Keeps `action` for a time that is to be set.
  func addTimer(_ action: TimerAction) -> UInt64 {
    nextTimer += 1
    timerActions[nextTimer] = action
    return nextTimer
  }

  func cancelTimer(_ number: UInt64) {
    // Let go of only when the dictionary is no longer being changed: what the closure held may
    // cancel timers of its own on its way out.
    let action = timerActions.removeValue(forKey: number)
    trimTimers()
    withExtendedLifetime(action) {}
  }

  /// Drops the entries that nobody waits for any more when they have become the most: those of
  /// sleeps that were cancelled, and of connections that are gone, would stay for their full time.
  private func trimTimers() {
    guard timers.count > 64, timers.count > 2 * (timerActions.count + connections.count) else {
      return
    }
    timers.keep { entry in
      switch entry.purpose {
      case .timer(let number): timerActions[number] != nil
      case .connection(let id): connections[id]?.awaits(entry.due) ?? false
      case .listener, .drain: true
      }
    }
  }

  /// Runs everything that is due.
  package func runTimers() {
    let now = exactNow
    cachedNow = now
    while let entry = timers.popDue(now) {
      switch entry.purpose {
      case .connection(let id): connections[id]?.deadlineReached(entry.due)
      case .listener(let number): listenerWakes?(number)
      case .drain: drainTimeUp?()
      case .timer(let number):
        guard let action = timerActions[number] else { continue }
        switch action.recurrence {
        case .once: timerActions[number] = nil
        case .every(let interval):
          // From the time it was due, so that a late run does not delay the ones after it; runs
          // that were missed altogether are left out.
          let missed = (now - entry.due) / interval
          timers.schedule(at: entry.due + (missed + 1) * interval, .timer(number))
        case .whenSet(let setting):
          guard setting.due == entry.due else { continue }
          setting.due = 0
        }
        action.run()
      }
    }
    if let next = timers.next { alarm?.wake(at: next) }
  }

  /// The loop ends: whoever waits for a timer is told so, and nothing that a timer would have run
  /// keeps anything alive any more.
  func abandonTimers() {
    let left = timerActions
    timerActions = [:]
    for action in left.values { action.abandon?() }
  }

  private var exactNow: UInt64 { manualClock ?? MonotonicClock.nanoseconds }

  /// Cuts every connection that is left.
  package func abortAll() {
    for connection in connections.all { connection.abort() }
  }
}
