import CLinux
import Measurement

@testable import Compare

/// Cells that were never run, with a truth that is known.
struct Cells {
  var random: SplitMix64
  let rounds: Int
  let noise: Double

  init(seed: UInt64, rounds: Int = 5, noise: Double) {
    random = SplitMix64(seed: seed)
    self.rounds = rounds
    self.noise = noise
  }

  static let names = ["async", "pool", "prefork", "process", "reactor", "thread"]
  static let rate = Metric("messages per second", unit: .perSecond, .higherIsBetter)
  static let latency = Metric("p99", unit: .microseconds, .lowerIsBetter)

  /// Contestants whose true figures these are.
  ///
  /// The machine drifts by up to a factor of three from
  /// round to round, and each run has noise of its own.
  mutating func cell(_ truths: [Double], missing percent: Int = 0) -> [Contestant] {
    let drift = (0..<rounds).map { _ in exp(random.unit() * log(3.0)) }
    return zip(Self.names, truths).map { name, truth in
      let figures = drift.map { drift -> Double? in
        let figure = truth * drift * random.factor(noise: noise)
        return random.chance(percent) ? nil : figure
      }
      return Contestant(name, rounds: figures)
    }
  }

  /// True figures as suites have them: some models the same, some a little apart, some far.
  mutating func truths() -> [Double] {
    switch random.pick(0...3) {
    case 0: return Array(repeating: 1000, count: 6)
    // One model suits the work, by a third to four times.
    case 1:
      let best = 1000 * exp(random.unit() * log(3.0))
      return (0..<6).map { $0 == 2 ? best * 1.33 : 1000 / (1 + random.unit()) }.shuffled(
        using: &random)
    // Two of a kind, within two percent, and the rest behind.
    case 2:
      return [1000, 1000 * (1 + 0.02 * random.unit())]
        + (0..<4).map { _ in 600 * random.unit() + 50 }
    // Anything.
    default: return (0..<6).map { _ in 1000 * exp(random.unit() * log(4.0)) }
    }
  }
}
