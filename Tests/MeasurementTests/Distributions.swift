import CLinux
import Measurement

/// Values chosen to hurt a histogram, within its trackable range.
enum Distribution: String, CaseIterable, Sendable {
  case constant, uniform, narrow, exponential, powersOfTwo, bimodal, single, heavyTail
  case oneNanosecond, oneHour, topOfTheRange, firstDoubling

  static let hour: UInt64 = 3_600_000_000_000

  /// The values in random order, the same for the same seed.
  func values(seed: UInt64) -> [UInt64] {
    var generator = SplitMix64(seed: seed)
    func draw(_ count: Int, _ make: (inout SplitMix64) -> UInt64) -> [UInt64] {
      (0..<count).map { _ in make(&generator) }
    }
    func unit(_ generator: inout SplitMix64) -> Double {
      Double.random(in: Double.leastNormalMagnitude..<1, using: &generator)
    }
    switch self {
    case .constant: return draw(10_000) { _ in 123_456_789 }
    case .uniform: return draw(50_000) { UInt64.random(in: 1...Self.hour, using: &$0) }
    case .narrow: return draw(20_000) { UInt64.random(in: 2040...2056, using: &$0) }
    case .exponential: return draw(50_000) { UInt64(-log(unit(&$0)) * 50_000) + 1 }
    case .powersOfTwo:
      let edges = (0..<42).flatMap { power -> [UInt64] in
        let value: UInt64 = 1 << power
        return [value - 1, value, value + 1]
      }
      return edges.shuffled(using: &generator)
    case .bimodal:
      return draw(30_000) { generator in
        Bool.random(using: &generator)
          ? UInt64.random(in: 900...1100, using: &generator)
          : UInt64.random(in: 1_000_000_000...1_000_100_000, using: &generator)
      }
    case .single: return [98_765]
    // Pareto with an infinite variance: most values small, the largest beyond a second.
    case .heavyTail: return draw(50_000) { UInt64(min(1000 / pow(unit(&$0), 1.2), 4e12)) }
    case .oneNanosecond: return draw(1000) { _ in 1 }
    case .oneHour: return draw(1000) { _ in Self.hour }
    case .topOfTheRange:
      let top = HistogramLayout.highestTrackableValue
      return draw(1000) { UInt64.random(in: (top - 1_000_000)...top, using: &$0) }
    case .firstDoubling: return Array(0...4100).shuffled(using: &generator)
    }
  }
}

/// The percentile that sorting gives: the smallest value that enough values do not exceed.
///
/// Takes thousandths of a percent so that the rank is whole-number arithmetic.
func exactPercentile(_ sorted: [UInt64], milliPercent: Int) -> UInt64 {
  let rank = (milliPercent * sorted.count + 99_999) / 100_000
  return sorted[max(rank, 1) - 1]
}
