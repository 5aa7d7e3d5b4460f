import Measurement
import Stress

/// The last minute of a load, second by second.
struct LiveHistory {
  /// Seconds that are kept.
  static let length = 60

  /// Replies per second.
  private(set) var rates: [Double?] = []

  /// The p99 of each second, in nanoseconds; none where nothing was answered.
  private(set) var tails: [Double?] = []

  /// Takes in a second, unless it is one of those in which nothing is sent.
  mutating func add(_ progress: StressProgress) {
    guard progress.phase == .warmup || progress.phase == .measuring else { return }
    let isSilent = progress.intervalLatency.max == 0
    rates = (rates + [progress.interval.messagesPerSecond]).suffix(Self.length)
    tails = (tails + [isSilent ? nil : Double(progress.intervalLatency.p99)]).suffix(Self.length)
  }

  /// The highest rate of the minute.
  var highestRate: Double { rates.compactMap { $0 }.max() ?? 0 }

  /// The highest p99 of the minute.
  var highestTail: Double { tails.compactMap { $0 }.max() ?? 0 }
}
