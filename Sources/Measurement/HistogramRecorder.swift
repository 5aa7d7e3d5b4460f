/// The recording end of a histogram, for the inner loop of a load generator.
///
/// ``record(_:)`` costs a few nanoseconds: no allocation, no lock, no exclusivity check (every
/// stored property is a `let`) and no bounds check (the index of a clamped value is in range by
/// construction). Not `Sendable`: it belongs to the thread or actor that made it. What crosses
/// threads is a ``snapshot()``.
public final class HistogramRecorder {
  /// The counters of ``HistogramLayout``, followed by the four words of `Tail`.
  ///
  /// Allocated once in `init`, freed in `deinit`, never handed out: this class alone reads and
  /// writes it, and it is confined to one isolation domain by not being `Sendable`.
  @usableFromInline let words: UnsafeMutablePointer<UInt64>

  /// Where the totals live behind the counters.
  ///
  /// They share the counters' memory because a `var` of a class would be checked for exclusive
  /// access on every record.
  @usableFromInline
  enum Tail {
    @usableFromInline static var count: Int { HistogramLayout.bucketCount }
    @usableFromInline static var overflowed: Int { HistogramLayout.bucketCount + 1 }
    @usableFromInline static var smallest: Int { HistogramLayout.bucketCount + 2 }
    @usableFromInline static var max: Int { HistogramLayout.bucketCount + 3 }
    static var end: Int { HistogramLayout.bucketCount + 4 }
  }

  /// Makes an empty recorder; the only allocation it ever makes.
  public init() {
    words = .allocate(capacity: Tail.end)
    words.initialize(repeating: 0, count: Tail.end)
    words[Tail.smallest] = .max
  }

  deinit {
    words.deallocate()
  }

  /// Records one value, in constant time and without allocating.
  ///
  /// - Parameter value: Nanoseconds; above ``HistogramLayout/highestTrackableValue`` it is clamped
  ///   to that and counted as overflowed.
  @inlinable
  @inline(__always)
  public func record(_ value: UInt64) { record(value, count: 1) }

  /// Records a value several times, in constant time and without allocating.
  ///
  /// - Parameters:
  ///   - value: nanoseconds; clamped as in ``record(_:)``.
  ///   - times: how often; zero or more. 0 records nothing.
  @inlinable
  @inline(__always)
  public func record(_ value: UInt64, count times: Int) {
    guard times > 0 else { return }
    let times = UInt64(truncatingIfNeeded: times)
    var clamped = value
    if clamped > HistogramLayout.highestTrackableValue {
      clamped = HistogramLayout.highestTrackableValue
      words[Tail.overflowed] &+= times
    }
    let index = HistogramLayout.index(of: clamped)
    assert(0..<HistogramLayout.bucketCount ~= index, "a clamped value left the layout")
    words[index] &+= times
    words[Tail.count] &+= times
    if clamped < words[Tail.smallest] { words[Tail.smallest] = clamped }
    if clamped > words[Tail.max] { words[Tail.max] = clamped }
  }

  /// How many values were recorded since the start or the last ``reset()``.
  @inlinable public var count: UInt64 { words[Tail.count] }

  /// Copies what was recorded so far into a value that can cross threads.
  ///
  /// Costs a copy of 264 KiB: for the end of a run or a line of progress, not for each message.
  public func snapshot() -> Histogram {
    Histogram(
      counters: Array(UnsafeBufferPointer(start: words, count: HistogramLayout.bucketCount)),
      count: words[Tail.count], overflowed: words[Tail.overflowed],
      smallest: words[Tail.smallest], max: words[Tail.max])
  }

  /// Forgets everything, for instance at the end of a warm-up.
  ///
  /// Keeps the memory.
  public func reset() {
    words.update(repeating: 0, count: Tail.end)
    words[Tail.smallest] = .max
  }
}
