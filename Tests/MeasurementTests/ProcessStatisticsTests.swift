import CLinux
import Measurement
import Testing

@Suite("Process statistics")
struct ProcessStatisticsTests {
  /// Spins until this process has used so much CPU time.
  private func burn(nanoseconds: UInt64) throws {
    let end = try ProcessStatistics.cpuNanoseconds() + nanoseconds
    var sink: UInt64 = 0
    while try ProcessStatistics.cpuNanoseconds() < end {
      for step in 0..<10_000 as Range<UInt64> { sink &+= step &* sink | 1 }
    }
    #expect(sink != 0)
  }

  @Test("a busy process sees its own CPU time rise")
  func ownCPU() throws {
    let before = try ProcessStatistics.sample()
    try burn(nanoseconds: 100_000_000)
    let after = try ProcessStatistics.sample()
    #expect(after.cpuNanoseconds >= before.cpuNanoseconds + 100_000_000)
    // The coarse figures move in ticks of 10 ms each.
    let coarse =
      (after.userCPUSeconds + after.systemCPUSeconds)
      - (before.userCPUSeconds + before.systemCPUSeconds)
    #expect(coarse >= 0.07)
    #expect(after.userCPUSeconds >= before.userCPUSeconds)
  }

  @Test("what the timer sampled comes near the exact time")
  func sampled() throws {
    let before = try ProcessStatistics.sampledNanoseconds(pid: getpid())
    try burn(nanoseconds: 300_000_000)
    let after = try ProcessStatistics.sampledNanoseconds(pid: getpid())
    #expect(after.user + after.system >= before.user + before.system + 75_000_000)
    #expect(throws: ProcessStatisticsError.self) {
      try ProcessStatistics.sampledNanoseconds(pid: 5_000_000)
    }
  }

  /// In a process of its own, whose memory does not grow between two looks at it.
  @Test("the rest of a sample is plausible")
  func plausible() async {
    await #expect(processExitsWith: .success) {
      let sample = try ProcessStatistics.sample()
      #expect(sample.residentBytes > 1 << 20)
      if let proportional = sample.proportionalBytes {
        #expect(proportional > 0 && proportional <= sample.residentBytes)
      }
      #expect(sample.threads >= 1)
      #expect(sample.voluntarySwitches + sample.involuntarySwitches > 0)
      #expect(sample.openDescriptors >= 3)
    }
  }

  /// In a process of its own: other tests open thousands.
  @Test("open descriptors are seen")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      // The runtime opens some of its own when it likes: many of ours stand out.
      let before = try ProcessStatistics.sample().openDescriptors
      let opened = (0..<200).map { _ in dup(1) }
      let during = try ProcessStatistics.sample().openDescriptors
      for descriptor in opened { close(descriptor) }
      #expect(abs(during - before - 200) < 10)
    }
  }

  @Test("a process that is not there is named")
  func missing() throws {
    // Beyond the largest pid that Linux gives out (2²²).
    #expect(throws: ProcessStatisticsError(path: "/proc/5000000/stat", errno: ENOENT)) {
      try ProcessStatistics.sample(pid: 5_000_000)
    }
    let error = #expect(throws: ProcessStatisticsError.self) {
      try ProcessStatistics.sample(pid: 5_000_000)
    }
    #expect(
      error?.description
        == "cannot read /proc/5000000/stat: No such file or directory (errno \(ENOENT))")
    let clock = #expect(throws: ProcessStatisticsError.self) {
      try ProcessStatistics.cpuNanoseconds(pid: 5_000_000)
    }
    #expect(clock?.reason == .failed(errno: ESRCH))
  }
}
