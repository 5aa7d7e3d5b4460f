import CLinux
import Measurement

/// A logarithmic scale of latencies, cut into rows of text.
struct LatencyScale {
  private let low: Double
  private let high: Double
  private let labels: [Int: String]

  /// A scale from the round number below one latency to the round number above another.
  ///
  /// - Parameters:
  ///   - from: nanoseconds, at least 1.
  ///   - to: nanoseconds, more than `from` or as much.
  ///   - rows: how many lines of text it has.
  init(from: Double, to: Double, rows: Int) {
    let marks = Self.roundNumbers(from: from, to: to)
    let (low, high) = (marks[0], marks[marks.count - 1])
    var labels: [Int: String] = [:]
    // Powers of ten where there are many, so that the figures do not crowd.
    let isWide = high / low > 1000
    for mark in marks where !isWide || mark == high || Self.isPowerOfTen(mark) {
      let place = log(mark / low) / log(high / low)
      let row = min(rows - 1, max(0, Int((1 - place) * Double(rows))))
      if labels[row] == nil, labels[row - 1] == nil {
        labels[row] = HumanFormat.duration(nanoseconds: mark)
      }
    }
    self.low = low
    self.high = high
    self.labels = labels
  }

  /// Where a latency stands, from 0 at the bottom to 1 at the top.
  func place(_ nanoseconds: Double) -> Double {
    nanoseconds <= low ? 0 : min(1, log(nanoseconds / low) / log(high / low))
  }

  /// What is written beside a row, counted from the top; may be nothing.
  func label(row: Int) -> String { labels[row] ?? "" }

  /// 1, 2 and 5 times the powers of ten, from the last below to the first above; at least two.
  private static func roundNumbers(from: Double, to: Double) -> [Double] {
    var numbers: [Double] = []
    var power = pow(10, floor(log10(from)))
    while numbers.last ?? 0 < to {
      for factor in [1.0, 2, 5] where numbers.last ?? 0 < to { numbers.append(factor * power) }
      power *= 10
    }
    let first = numbers.lastIndex { $0 <= from } ?? 0
    let kept = Array(numbers[first...])
    return kept.count > 1 ? kept : [kept[0], kept[0] * 2]
  }

  private static func isPowerOfTen(_ number: Double) -> Bool {
    let exponent = log10(number)
    return abs(exponent - exponent.rounded()) < 1e-9
  }
}
