/// Where a value falls in a high-dynamic-range histogram.
///
/// The layout is HdrHistogram's with three significant digits: values below 2048 ns have a bucket
/// each; above, every doubling of the value is cut into 1024 buckets of equal width, so a bucket is
/// never wider than 1/1024 of the values in it. One table of 33,792 counters (264 KiB, of which
/// only the touched pages are ever resident) so covers 1 ns to 73 minutes, and finding the bucket
/// is a count of leading zeros and a shift.
///
/// Source: HdrHistogram, <https://github.com/HdrHistogram/HdrHistogram> (`AbstractHistogram`:
/// `subBucketCount` 2048, `unitMagnitude` 0). Indices are the same as there, so a histogram can be
/// encoded in its V2 format by walking the buckets in order.
public enum HistogramLayout {
  /// How many buckets the first, linear stretch has (2048): a power of two of at least 2 × 10³.
  public static let subBucketCount = 2048

  /// How many buckets each later doubling has (1024).
  public static let subBucketHalfCount = 1024

  /// The largest value that is told apart, 2⁴² − 1 ns (about 73 minutes).
  public static let highestTrackableValue: UInt64 = (1 << 42) - 1

  /// How many buckets there are: the linear stretch and 31 doublings.
  public static let bucketCount = (32 + 1) * subBucketHalfCount

  /// The bucket of a value.
  ///
  /// - Parameter value: Nanoseconds, at most ``highestTrackableValue``; the caller clamps.
  /// - Returns: An index in `0 ..< bucketCount`.
  @inlinable
  @inline(__always)
  public static func index(of value: UInt64) -> Int {
    // Or-ing the mask makes every value below 2048 look like the linear stretch: doubling 0.
    let doubling = 53 &- (value | 2047).leadingZeroBitCount
    let place = value &>> UInt64(truncatingIfNeeded: doubling)
    return (doubling &<< 10) &+ Int(truncatingIfNeeded: place)
  }

  /// The smallest value that falls in a bucket, in nanoseconds.
  ///
  /// - Parameter index: An index in `0 ..< bucketCount`.
  public static func lowestValue(at index: Int) -> UInt64 {
    precondition(0..<bucketCount ~= index, "histogram bucket \(index) is out of range")
    let doubling = doubling(of: index)
    return UInt64(index - (doubling << 10)) << UInt64(doubling)
  }

  /// The largest value that falls in a bucket, in nanoseconds.
  ///
  /// - Parameter index: An index in `0 ..< bucketCount`.
  public static func highestValue(at index: Int) -> UInt64 {
    lowestValue(at: index) + (1 << UInt64(doubling(of: index))) - 1
  }

  /// The value in the middle of a bucket, which stands for all of it in a mean.
  static func middleValue(at index: Int) -> Double {
    Double(lowestValue(at: index)) + Double((UInt64(1) << UInt64(doubling(of: index))) - 1) / 2
  }

  /// The binary logarithm of a bucket's width.
  private static func doubling(of index: Int) -> Int {
    max(0, (index >> 10) - 1)
  }
}
