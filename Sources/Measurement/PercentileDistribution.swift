internal import CLinux

/// A histogram as HdrHistogram prints it: the `.hgrm` text that its plotters read.
///
/// The same lines, to the character, as `outputPercentileDistribution` writes in Java with five
/// ticks per half distance: that many percentiles between 0 and 50 %, again between 50 and 75 %, and so on,
/// twice as fine with each halving of what is missing to 100 %.
public struct PercentileDistribution: Sendable, Equatable {
  /// What a printed 1 is, in nanoseconds.
  ///
  /// The format has no room for a unit. wrk2 prints milliseconds, and HdrHistogram's plotter calls
  /// its axis so: that is what files of this program are in.
  public enum Unit: Double, Sendable, CaseIterable {
    /// As they were recorded.
    case nanoseconds = 1
    /// A thousand of them.
    case microseconds = 1e3
    /// What others' plots expect.
    case milliseconds = 1e6
    /// A thousand million.
    case seconds = 1e9
  }

  /// One line: a value and how much does not exceed it.
  public struct Line: Sendable, Equatable {
    /// The highest value of its bucket, in nanoseconds.
    public let value: UInt64
    /// The percentile that is printed, a tick of the scale; 0...1.
    public let percentile: Double
    /// How many values do not exceed it.
    public let totalCount: UInt64
  }

  /// The lines, the last one at 1; none for an empty histogram.
  public let lines: [Line]
  private let histogram: Histogram

  /// The distribution of a histogram.
  public init(_ histogram: Histogram) {
    self.histogram = histogram
    var lines: [Line] = []
    var ticks = PercentileTicks()
    var soFar: UInt64 = 0
    var highest: UInt64 = 0
    for bucket in histogram.buckets {
      soFar += bucket.count
      highest = bucket.values.upperBound
      let reached = 100 * Double(soFar) / Double(histogram.count)
      // A bucket that many percentiles fall into has a line for each of them, until all values are
      // counted: then one at the tick that was next, and one at 100 %. (With more than 2⁴⁶ values
      // the ticks may come to their end before the values do.)
      while reached >= ticks.percentile, ticks.percentile < 100 {
        lines.append(Line(value: highest, percentile: ticks.percentile / 100, totalCount: soFar))
        ticks.advance()
        if soFar == histogram.count { break }
      }
    }
    if soFar > 0 { lines.append(Line(value: highest, percentile: 1, totalCount: soFar)) }
    self.lines = lines
  }

  /// The text of a `.hgrm` file.
  ///
  /// - Parameter unit: what a printed 1 is.
  public func text(in unit: Unit = .milliseconds) -> String {
    let scale = unit.rawValue
    var text = "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"
    for line in lines {
      text += printf("%12.3f %2.12f", Double(line.value) / scale, line.percentile)
      text += " " + String(line.totalCount).aligned(10)
      text += line.percentile == 1 ? "\n" : printf(" %14.2f\n", 1 / (1 - line.percentile))
    }
    let (mean, deviation) = moments
    text += printf(
      "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean / scale, deviation / scale)
    text += printf("#[Max     = %12.3f", Double(lines.last?.value ?? 0) / scale)
    text += ", Total count    = \(String(histogram.count).aligned(12))]\n"
    let doublings = HistogramLayout.bucketCount / HistogramLayout.subBucketHalfCount - 1
    text += "#[Buckets = \(String(doublings).aligned(12))"
    text += ", SubBuckets     = \(String(HistogramLayout.subBucketCount).aligned(12))]\n"
    return text
  }

  /// Mean and standard deviation as HdrHistogram reckons them: from the middle of each bucket, also
  /// where the exact smallest and largest values are known.
  private var moments: (mean: Double, deviation: Double) {
    let total = Double(histogram.count)
    guard total > 0 else { return (0, 0) }
    func middle(_ bucket: HistogramBucket) -> Double {
      let width = bucket.values.upperBound - bucket.values.lowerBound + 1
      return Double(bucket.values.lowerBound + width / 2)
    }
    let mean = histogram.buckets.reduce(0) { $0 + middle($1) * Double($1.count) } / total
    let squares = histogram.buckets.reduce(0) { sum, bucket in
      let distance = middle(bucket) - mean
      return sum + distance * distance * Double(bucket.count)
    }
    return (mean, (squares / total).squareRoot())
  }
}

/// The percentiles of the scale, one after another.
private struct PercentileTicks {
  private static let perHalfDistance = 5.0

  /// The one that is due.
  private(set) var percentile = 0.0

  /// Goes on to the next: a tick is a fifth of a half of what was missing at the last halving.
  mutating func advance() {
    let halvings = log2(100 / (100 - percentile)).rounded(.towardZero)
    let next = percentile + 100 / (Self.perHalfDistance * exp2(halvings + 1))
    // Where the next tick is too near to be told apart, the scale is at its end.
    percentile = next > percentile ? next : 100
  }
}

/// `printf(3)` of floating-point numbers, in the C locale that a Swift process has.
private func printf(_ format: String, _ numbers: Double...) -> String {
  withVaList(numbers) { list in
    var buffer = [CChar](repeating: 0, count: 512)
    let length = vsnprintf(&buffer, buffer.count, format, list)
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension String {
  /// Right in a column.
  fileprivate func aligned(_ width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - utf8.count)) + self
  }
}
