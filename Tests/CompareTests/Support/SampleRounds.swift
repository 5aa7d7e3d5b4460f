@testable import Compare

/// Rounds of the sample: figures with noise that is the same each time.
struct SampleRounds {
  private var state: UInt64 = 7
  let rounds: Int

  init(rounds: Int = 5) { self.rounds = rounds }

  /// A factor near one; the multiplier is Knuth's (MMIX).
  mutating func noise(_ width: Double) -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return 1 + width * (2 * Double(state >> 11) / Double(1 << 53) - 1)
  }

  /// An entry whose runs are near certain figures.
  mutating func entry(
    _ name: String, _ metric: FigureKey, around figures: [FigureKey: Double], noise width: Double
  ) -> EntryRecord {
    var runs: [RunFigures] = []
    for _ in 0..<rounds {
      var run = RunFigures()
      for key in FigureKey.allCases {
        guard let value = figures[key] else { continue }
        let isCount = key.unit == .count
        run[key] = isCount ? value : Self.rounded(value * noise(width))
      }
      runs.append(run)
    }
    var entry = EntryRecord(contestant: name, runs: runs, figures: RunFigures(medianOf: runs))
    let sorted = entry.runs(of: metric).sorted()
    if let least = sorted.first, let most = sorted.last, let median = entry.median(of: metric) {
      entry.estimate = EstimateRecord(median: median, low: least, high: most, runs: sorted.count)
    }
    return entry
  }

  /// To six digits, which a file keeps short.
  private static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value.magnitude * scale < 100_000, scale < 1e9 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}

extension CellRecord {
  /// Judges by the intervals alone: whoever overlaps the best ties with it.
  mutating func judge(_ metric: MetricRecord) {
    let judged = entries.filter { $0.estimate != nil && $0.isJudged(by: metric.key) }
    let ranked = judged.sorted {
      let (a, b) = ($0.estimate!.median, $1.estimate!.median)
      return metric.higherIsBetter ? a > b : a < b
    }
    guard ranked.count > 1, let best = ranked.first?.estimate else {
      verdict = VerdictRecord(
        kind: .nobody, names: [], sentence: "Too few were measured to judge.")
      return
    }
    let tied = ranked.filter {
      $0.estimate!.low <= best.high && best.low <= $0.estimate!.high
    }
    if tied.count > 1 {
      verdict = VerdictRecord(
        kind: .tie, names: tied.map(\.contestant),
        sentence: "\(tied.map(\.contestant).joined(separator: " and ")) are not told apart.")
      return
    }
    let second = ranked[1].estimate!
    let ratio = { (a: Double, b: Double) in
      let (upper, lower) = metric.higherIsBetter ? (a, b) : (b, a)
      return lower > 0 ? (upper / lower * 100).rounded() / 100 : 1
    }
    let times = ratio(best.median, second.median)
    let ends = [ratio(best.low, second.high), ratio(best.high, second.low)].sorted()
    verdict = VerdictRecord(
      kind: .winner, names: [ranked[0].contestant], ratio: times, low: ends[0], high: ends[1],
      sentence: "\(ranked[0].contestant) leads \(ranked[1].contestant) by \(times)x.")
  }
}
