/// How often each latency was seen, to three significant digits.
///
/// A value: it copies, compares and crosses threads, which is what a result must do. The load
/// generator's inner loop records into a ``HistogramRecorder`` instead, which hands out values of
/// this type.
///
/// Values are nanoseconds from 0 to ``HistogramLayout/highestTrackableValue`` (73 minutes). Larger
/// ones are recorded as that and counted in ``overflowed``. An empty histogram answers 0 to every
/// question.
public struct Histogram: Sendable, Equatable {
  /// One counter per bucket of ``HistogramLayout``.
  @usableFromInline var counters: [UInt64]

  /// How many values were recorded.
  public internal(set) var count: UInt64

  /// How many of them were above ``HistogramLayout/highestTrackableValue`` and were clamped to it.
  public internal(set) var overflowed: UInt64

  /// The smallest value, or `UInt64.max` while there is none.
  var smallest: UInt64

  /// The largest value recorded, exact, in nanoseconds (0 when empty).
  public internal(set) var max: UInt64

  /// The smallest value recorded, exact, in nanoseconds (0 when empty).
  public var min: UInt64 { count == 0 ? 0 : smallest }

  /// Whether nothing was recorded.
  public var isEmpty: Bool { count == 0 }

  /// Makes an empty histogram.
  public init() {
    counters = Array(repeating: 0, count: HistogramLayout.bucketCount)
    count = 0
    overflowed = 0
    smallest = .max
    max = 0
  }

  /// Takes over counters that a recorder kept.
  init(counters: [UInt64], count: UInt64, overflowed: UInt64, smallest: UInt64, max: UInt64) {
    self.counters = counters
    self.count = count
    self.overflowed = overflowed
    self.smallest = smallest
    self.max = max
  }

  /// Makes a histogram of a sequence of values.
  ///
  /// - Parameter values: Nanoseconds.
  public init(_ values: some Sequence<UInt64>) {
    self.init()
    for value in values { record(value) }
  }

  /// Records one value, in constant time.
  ///
  /// - Parameter value: Nanoseconds; above the trackable range it is clamped and counted in
  ///   ``overflowed``.
  public mutating func record(_ value: UInt64) {
    record(value, count: 1)
  }

  /// Records a value several times, in constant time.
  ///
  /// - Parameters:
  ///   - value: Nanoseconds; clamped as in ``record(_:)``.
  ///   - times: How often; 0 records nothing. Traps if the total leaves 64 bits.
  public mutating func record(_ value: UInt64, count times: UInt64) {
    guard times > 0 else { return }
    let clamped = Swift.min(value, HistogramLayout.highestTrackableValue)
    if clamped != value { overflowed += times }
    // No counter can overflow where their sum does not.
    count += times
    counters[HistogramLayout.index(of: clamped)] += times
    smallest = Swift.min(smallest, clamped)
    max = Swift.max(max, clamped)
  }

  /// Adds all that another histogram has recorded, as if it had been recorded here.
  ///
  /// - Parameter other: Any histogram; an empty one changes nothing.
  public mutating func merge(_ other: Histogram) {
    guard !other.isEmpty else { return }
    count += other.count
    overflowed += other.overflowed
    for index in other.occupied where other.counters[index] != 0 {
      counters[index] += other.counters[index]
    }
    smallest = Swift.min(smallest, other.smallest)
    max = Swift.max(max, other.max)
  }

  /// Adds all that another histogram has recorded, whoever encoded it.
  ///
  /// - Returns: false, and nothing is added, where the sum leaves 64 bits.
  package mutating func merge(checked other: Histogram) -> Bool {
    if count.addingReportingOverflow(other.count).overflow { return false }
    merge(other)
    return true
  }

  /// Forgets everything.
  public mutating func reset() {
    self = Histogram()
  }
}

extension Histogram: CustomStringConvertible {
  /// How many values, and between which: not thousands of counters.
  public var description: String {
    isEmpty ? "Histogram(empty)" : "Histogram(\(count) values, \(min) to \(max))"
  }
}
