import Measurement
import Testing

@testable import Stress

/// Due times, against what arithmetic says.
struct ArrivalScheduleTests {
  private static let second: UInt64 = 1_000_000_000

  private static func times(
    _ profile: RateProfile, _ arrivals: Arrivals = .constant, warmup: Double = 0,
    seconds: Double = 1, thread: Int = 0, of threads: Int = 1, seed: UInt64 = 1
  ) -> [UInt64] {
    let begin: UInt64 = 5 * second
    let from = begin + UInt64(warmup * 1e9)
    var schedule = ArrivalSchedule(
      profile, arrivals, begin: begin, measuringFrom: from, end: from + UInt64(seconds * 1e9),
      thread: thread, of: threads, seed: seed)
    var times: [UInt64] = []
    while schedule.next != .max {
      times.append(schedule.next - begin)
      schedule.advance()
    }
    return times
  }

  @Test func aConstantRateIsAGrid() {
    let times = Self.times(.constant(1000))
    #expect(times.count == 1000)
    for (index, time) in times.enumerated() {
      #expect(abs(Int(time) - index * 1_000_000) <= 1)
    }
  }

  @Test func aRateThatDividesNothingDoesNotDrift() {
    let times = Self.times(.constant(30_011), seconds: 100)
    #expect(times.count == 3_001_100)
    #expect(abs(Double(times[3_001_099]) - 3_001_099 / 30_011 * 1e9) < 100)
  }

  @Test(arguments: [2, 3, 7]) func theThreadsShareTheGrid(_ threads: Int) {
    let shared = (0..<threads).flatMap {
      Self.times(.constant(997), thread: $0, of: threads)
    }.sorted()
    #expect(shared == Self.times(.constant(997)))
  }

  @Test func theWarmUpGoesAtTheFirstRate() {
    let times = Self.times(
      .steps([100, 300], each: .seconds(1)), warmup: 2, seconds: 2)
    #expect(times.count { $0 < 2 * Self.second } == 200)
    #expect(times.count { (2 * Self.second..<3 * Self.second).contains($0) } == 100)
    #expect(times.count { $0 >= 3 * Self.second } == 300)
  }

  @Test func aRampHasASquareRootForItsInverse() {
    // 0 to 200/s over a second: the number due by t is 100 t².
    let times = Self.times(.ramp(from: 0, to: 200, over: .seconds(1)))
    #expect(times.count == 100)
    for (index, time) in times.enumerated() {
      #expect(abs(Double(time) - (Double(index) / 100).squareRoot() * 1e9) < 10)
    }
  }

  @Test func aRampMayGoDownToNothing() {
    let times = Self.times(.ramp(from: 200, to: 0, over: .seconds(1)))
    #expect(times.count == 100)
    for (index, time) in times.enumerated() {
      // 200 t - 100 t² = n.
      #expect(abs(Double(time) - (1 - (1 - Double(index) / 100).squareRoot()) * 1e9) < 1000)
    }
  }

  @Test func aStretchWithoutMessagesIsSkipped() {
    let times = Self.times(.steps([10, 0, 10], each: .seconds(1)), seconds: 3)
    #expect(times.count == 20)
    #expect(!times.contains { (Self.second..<2 * Self.second).contains($0) })
  }

  @Test func theSecondMessageOfAVeryLowRateIsNeverDue() {
    var schedule = ArrivalSchedule(
      .constant(1e-12), .constant, begin: 0, measuringFrom: 0, end: Self.second, seed: 1)
    #expect(schedule.next == 0)
    schedule.advance()
    #expect(schedule.next == .max)
  }

  @Test func afterTheProfileNothingIsDue() {
    #expect(Self.times(.steps([10], each: .seconds(1)), seconds: 9).count == 10)
  }

  @Test func randomArrivalsAreExponentiallyDistributed() {
    let times = Self.times(.constant(10_000), .poisson, seconds: 20, seed: 42)
    #expect(abs(times.count - 200_000) < 2000, "\(times.count)")
    let gaps = zip(times.dropFirst(), times).map { Double($0 - $1) }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    // Of an exponential distribution 1/e are longer than the mean, and the deviation is the mean.
    let longer = Double(gaps.count { $0 > mean }) / Double(gaps.count)
    #expect(abs(longer - 0.3679) < 0.01)
    let deviation = (gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count))
      .squareRoot()
    #expect(abs(deviation / mean - 1) < 0.02)
  }

  @Test func aSeedGivesTheSameRandomArrivals() {
    let first = Self.times(.constant(500), .poisson, seed: 9)
    #expect(Self.times(.constant(500), .poisson, seed: 9) == first)
    #expect(Self.times(.constant(500), .poisson, seed: 10) != first)
    #expect(Self.times(.constant(500), .poisson, thread: 1, of: 2, seed: 9) != first)
  }

  @Test func meansOfProfiles() {
    #expect(RateProfile.constant(7).mean(from: .zero, for: .seconds(3)) == 7)
    #expect(
      RateProfile.ramp(from: 0, to: 10, over: .seconds(2)).mean(from: .zero, for: .seconds(2)) == 5)
    #expect(
      RateProfile.ramp(from: 0, to: 10, over: .seconds(2)).mean(from: .zero, for: .seconds(1))
        == 2.5)
    #expect(
      RateProfile.steps([10, 20], each: .seconds(1)).mean(from: .zero, for: .seconds(2)) == 15)
    #expect(
      RateProfile.steps([10, 20], each: .seconds(1)).mean(
        from: .milliseconds(750), for: .seconds(1)) == 17.5)
    #expect(
      RateProfile.ramp(from: 0, to: 10, over: .seconds(1)).mean(from: .seconds(1), for: .seconds(1))
        == 10)
    #expect(RateProfile.steps([10, 20], each: .seconds(1)).rate(at: .milliseconds(1500)) == 20)
  }
}
