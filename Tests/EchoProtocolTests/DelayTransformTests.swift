import CLinux
import EchoProtocol
import Testing

struct DelayTransformTests {
  /// Nanoseconds of a clock.
  private func now(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test func burnSpendsThisThreadsProcessorTime() {
    var frame: [UInt8] = [1, 2, 3]
    let start = now(CLOCK_THREAD_CPUTIME_ID)
    BurnTransform(microseconds: 2_000).apply(to: &frame)
    #expect(now(CLOCK_THREAD_CPUTIME_ID) - start >= 2_000_000)
    #expect(frame == [1, 2, 3])
  }

  @Test func waitBlocksWithoutSpendingProcessorTime() {
    var frame: [UInt8] = [1, 2, 3]
    let start = now(CLOCK_MONOTONIC)
    let processor = now(CLOCK_THREAD_CPUTIME_ID)
    WaitTransform(microseconds: 5_000).apply(to: &frame)
    #expect(now(CLOCK_MONOTONIC) - start >= 5_000_000)
    #expect(now(CLOCK_THREAD_CPUTIME_ID) - processor < 5_000_000)
    #expect(frame == [1, 2, 3])
  }

  @Test func noTimeIsAllowed() {
    var frame: [UInt8] = [1]
    BurnTransform(microseconds: 0).apply(to: &frame)
    WaitTransform(microseconds: 0).apply(to: &frame)
    #expect(frame == [1])
  }

  @Test func theySayWhatTheyCost() {
    let burn = BurnTransform(microseconds: 10)
    #expect(burn.name == "burn:10")
    #expect(burn.cost == .cpuBound)
    #expect(burn.granularity == .byte)
    #expect(!burn.changesFrame)
    let wait = WaitTransform(microseconds: 10)
    #expect(wait.name == "wait:10")
    #expect(wait.cost == .blocking)
    #expect(wait.granularity == .byte)
    #expect(!wait.changesFrame)
  }

  @Test func timesOutsideTheRangeTrap() async {
    await #expect(processExitsWith: .failure) { _ = BurnTransform(microseconds: -1) }
    await #expect(processExitsWith: .failure) { _ = WaitTransform(microseconds: 10_000_001) }
  }
}
