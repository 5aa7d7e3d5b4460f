internal import Sockets

/// A timer of a loop.
///
/// Loop-confined (not `Sendable`).
public final class Timer {
  private let core: LoopCore
  private let number: UInt64

  fileprivate init(_ core: LoopCore, _ number: UInt64) {
    self.core = core
    self.number = number
  }

  /// Makes sure that it does not run again.
  ///
  /// Idempotent.
  public func cancel() { core.cancelTimer(number) }
}

/// A timer that is set again and again, for the price of an entry in the queue and no allocation:
/// what paces a load.
///
/// Loop-confined (not `Sendable`). Cancelled when it is let go of.
package final class Pacemaker {
  private let core: LoopCore
  private let number: UInt64
  private let setting = TimerSetting()

  init(_ core: LoopCore, _ body: @escaping () -> Void) {
    self.core = core
    number = core.addTimer(LoopCore.TimerAction(recurrence: .whenSet(setting), run: body))
  }

  deinit { core.cancelTimer(number) }

  /// Runs the body once, at `due` in nanoseconds of the monotonic clock, instead of when it was
  /// last set to run.
  package func set(at due: UInt64) {
    setting.due = due
    core.schedule(at: due, .timer(number))
  }
}

/// When a timer that is set again and again is to run.
///
/// An object beside the loop's table, because to change what is in the table would allocate.
final class TimerSetting {
  /// In nanoseconds of the monotonic clock; 0: not at all.
  @exclusivity(unchecked) var due: UInt64 = 0
}

extension EventLoop {
  /// A timer that runs `body` on the loop's thread whenever it is set.
  package func pacemaker(_ body: @escaping () -> Void) -> Pacemaker { Pacemaker(core, body) }
}

extension Connection {
  /// Runs `body` once, on the loop's thread, when `delay` has passed, for a handler that wants to
  /// come back to its connection.
  ///
  /// The timer is the loop's: it runs also when the connection has ended meanwhile.
  @discardableResult
  public func after(_ delay: Duration, _ body: @escaping () -> Void) -> Timer {
    let action = LoopCore.TimerAction(recurrence: .once, run: body)
    return Timer(core, core.addTimer(after: delay.nanosecondsClamped, action))
  }
}

extension AsyncConnection {
  /// Runs `body` once, on the loop's thread, when `delay` has passed: a deadline for a step of a
  /// conversation, say.
  ///
  /// The timer is the loop's: it runs also when the connection has ended meanwhile.
  @discardableResult
  public func after(_ delay: Duration, _ body: @escaping () -> Void) -> Timer {
    connection.after(delay, body)
  }
}

extension EventLoop {
  /// Runs `body` once, on the loop's thread, when `delay` has passed; never before, and usually
  /// within 100 µs after.
  @discardableResult
  public func after(_ delay: Duration, _ body: @escaping () -> Void) -> Timer {
    let action = LoopCore.TimerAction(recurrence: .once, run: body)
    return Timer(core, core.addTimer(after: delay.nanosecondsClamped, action))
  }

  /// Runs `body` again and again, on the loop's thread.
  ///
  /// The times keep to the grid of the first one: a late run does not delay the next, and runs
  /// that were missed altogether are left out.
  ///
  /// - Precondition: `interval` is positive.
  @discardableResult
  public func every(_ interval: Duration, _ body: @escaping () -> Void) -> Timer {
    let nanoseconds = interval.nanosecondsClamped
    precondition(nanoseconds > 0, "EventLoop: every(\(interval)) would never end")
    let action = LoopCore.TimerAction(recurrence: .every(nanoseconds), run: body)
    return Timer(core, core.addTimer(after: nanoseconds, action))
  }

  /// Suspends the calling task for a while, without a thread.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled, or the loop ends.
  public func sleep(for duration: Duration) async throws(CancellationError) {
    guard !Task.isCancelled, !core.mustStop else { throw CancellationError() }
    let suspension = Suspension(core)
    let timer = after(duration, orAbandoned: { suspension.resume() }) { suspension.resume() }
    await withTaskCancellationHandler {
      await suspension.wait(on: self)
    } onCancel: {
      execute { _ in suspension.resume() }
    }
    timer.cancel()
    if Task.isCancelled || core.mustStop { throw CancellationError() }
  }

  /// As `after`; `abandon` is called if the loop ends before.
  func after(
    _ delay: Duration, orAbandoned abandon: @escaping () -> Void, _ body: @escaping () -> Void
  ) -> Timer {
    let action = LoopCore.TimerAction(recurrence: .once, abandon: abandon, run: body)
    return Timer(core, core.addTimer(after: delay.nanosecondsClamped, action))
  }
}
