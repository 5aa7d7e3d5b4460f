import Sockets
import Testing

@testable import Reactor

@Suite("Timers of a loop without a clock of its own")
struct TimersTests {
  private let core = LoopCore(base: nil, kernel: Kernel())

  init() { core.manualClock = 1_000 }

  private func add(_ delay: UInt64, every interval: UInt64 = 0, _ run: @escaping () -> Void)
    -> UInt64
  {
    core.addTimer(
      after: delay,
      LoopCore.TimerAction(recurrence: interval == 0 ? .once : .every(interval), run: run))
  }

  @Test("one that is set again runs once, when it was last set to") func isSetAgainAndAgain() {
    var runs: [UInt64] = []
    var pacemaker: Pacemaker? = Pacemaker(core) { [core] in runs.append(core.manualClock!) }
    advance(10_000)
    #expect(runs.isEmpty)
    pacemaker?.set(at: 20_000)
    pacemaker?.set(at: 30_000)
    advance(15_000)
    #expect(runs.isEmpty, "the earlier setting counts no more")
    advance(10_000)
    #expect(runs == [36_000])
    advance(100_000)
    pacemaker?.set(at: 140_000)
    pacemaker?.set(at: 139_000)
    advance(10_000)
    #expect(runs == [36_000, 146_000])
    pacemaker?.set(at: 150_000)
    pacemaker = nil
    advance(10_000)
    #expect(runs.count == 2)
  }

  private func advance(_ nanoseconds: UInt64) {
    core.manualClock! += nanoseconds
    core.runTimers()
  }

  @Test("each once, in the order of their times, none before its time")
  func order() {
    var ran: [Int] = []
    for delay in [30, 10, 20, 10] as [UInt64] { _ = add(delay) { ran.append(Int(delay)) } }
    advance(9)
    #expect(ran == [])
    advance(1)
    #expect(ran == [10, 10])
    advance(1_000)
    #expect(ran == [10, 10, 20, 30])
    advance(1_000)
    #expect(ran.count == 4)
  }

  @Test("`every` keeps to its grid, and leaves out what was missed altogether")
  func grid() {
    var times: [UInt64] = []
    let number = add(10, every: 10) { times.append(core.manualClock! - 1_000) }
    for step in [10, 7, 4, 9, 35, 5, 10] as [UInt64] { advance(step) }
    #expect(times == [10, 21, 30, 65, 70, 80])
    core.cancelTimer(number)
    advance(100)
    #expect(times.count == 6)
  }

  @Test("a timer may cancel itself, and others that are due at the same time")
  func cancelFromWithin() {
    var ran = 0
    var numbers: [UInt64] = []
    for _ in 0..<3 {
      numbers.append(
        add(5, every: 5) {
          ran += 1
          for number in numbers { core.cancelTimer(number) }
        })
    }
    advance(100)
    advance(100)
    #expect(ran == 1)
  }

  @Test("what a cancelled timer held may cancel timers on its way out")
  func cancelFromDeinit() {
    final class Owner {
      let onDeinit: () -> Void
      init(_ onDeinit: @escaping () -> Void) { self.onDeinit = onDeinit }
      deinit { onDeinit() }
    }
    var ran = 0
    let other = add(5) { ran += 1 }
    var owner: Owner? = Owner { [core] in core.cancelTimer(other) }
    let number = add(5) { [owner] in withExtendedLifetime(owner) { ran += 1 } }
    owner = nil
    core.cancelTimer(number)
    advance(10)
    #expect(ran == 0)
  }

  @Test("durations without end do not overflow")
  func huge() {
    var ran = 0
    _ = add(Duration.seconds(Int64.max).nanosecondsClamped) { ran += 1 }
    _ = add(1, every: UInt64(Int64.max)) { ran += 1 }
    advance(1)
    #expect(ran == 1)
    advance(UInt64(Int64.max) - 2)
    #expect(ran == 1)
    advance(1)
    #expect(ran == 2, "292 years later")
  }

  @Test("timers that are cancelled by the thousand leave no entries")
  func trimmed() {
    for _ in 0..<10_000 { core.cancelTimer(add(1 << 40) {}) }
    #expect(core.timers.count <= 65)
  }
}

@Suite("Timers of a running loop", .timeLimit(.minutes(10)))
struct RunningTimersTests {
  @Test("run on the loop, in order, never early")
  func order() async throws {
    try await withLoop { loop in
      let ran = Events<(Int, UInt64)>()
      let set = await loop.startTimers { ran.send(($0, MonotonicClock.nanoseconds)) }
      var latestDue: UInt64 = 0
      var left = Set(set.keys)
      while !left.isEmpty {
        let (milliseconds, time) = try await ran.next()
        #expect(left.remove(milliseconds) != nil, "\(milliseconds)")
        let due = try #require(set[milliseconds])
        #expect(time >= due.earliest)
        // A machine may take its time between two settings, and then their order is another.
        #expect(due.latest >= latestDue, "\(milliseconds) came behind one that was due later")
        latestDue = max(latestDue, due.earliest)
      }
    }
  }

  @Test("a sleep lasts as long as it says, and ages of it do not overflow")
  func sleep() async throws {
    try await withLoop { loop in
      let start = MonotonicClock.nanoseconds
      try await loop.sleep(for: .milliseconds(5))
      #expect(MonotonicClock.nanoseconds - start >= 5_000_000)
      try await loop.sleep(for: .zero)
      try await loop.sleep(for: .seconds(-5))
      let task = Task { try await loop.sleep(for: .seconds(Int64.max)) }
      try await loop.sleep(for: .milliseconds(1))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }
}

extension EventLoop {
  /// Sets timers, each of which tells its delay in milliseconds, and says when each will be due.
  fileprivate func startTimers(
    _ tell: @escaping @Sendable (Int) -> Void
  ) -> [Int: (earliest: UInt64, latest: UInt64)] {
    var due: [Int: (earliest: UInt64, latest: UInt64)] = [:]
    for milliseconds in [60, 20, 40, 0] {
      let before = MonotonicClock.nanoseconds
      after(.milliseconds(milliseconds)) { tell(milliseconds) }
      let delay = UInt64(milliseconds) * 1_000_000
      due[milliseconds] = (before + delay, MonotonicClock.nanoseconds + delay)
    }
    after(.milliseconds(30)) { tell(-1) }.cancel()
    after(.seconds(Int64.max)) { tell(-1) }
    return due
  }
}
