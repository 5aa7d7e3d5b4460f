/// HdrHistogram's V2 encoding as it is inside the compression: forty bytes of header, then counts.
enum V2Body {
  private static let cookie: UInt32 = 0x1C84_9303 | 0x10
  private static let headerBytes = 40
  private static let significantDigits: UInt32 = 3

  /// The longest body there can be: every bucket with a count of nine bytes.
  static let mostBytes = headerBytes + 9 * HistogramLayout.bucketCount

  /// The body of a histogram.
  ///
  /// A count beyond 2⁶³ − 1, which the encoding cannot say, is written as that.
  static func encode(_ histogram: Histogram) -> [UInt8] {
    let counts = encodedCounts(histogram)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerBytes + counts.count)
    bytes.append(bigEndian: cookie)
    bytes.append(bigEndian: UInt32(counts.count))
    bytes.append(bigEndian: UInt32(0))  // normalizing index offset
    bytes.append(bigEndian: significantDigits)
    bytes.append(bigEndian: UInt64(1))  // lowest trackable value
    bytes.append(bigEndian: HistogramLayout.highestTrackableValue)
    bytes.append(bigEndian: (1.0).bitPattern)  // integer to double conversion ratio
    return bytes + counts
  }

  /// The counts up to the last bucket that has one; a run of empty buckets is minus its length.
  private static func encodedCounts(_ histogram: Histogram) -> [UInt8] {
    var bytes: [UInt8] = []
    var next = 0
    for bucket in histogram.buckets {
      let empty = bucket.index - next
      if empty > 0 { bytes.append(zigZag: empty == 1 ? 0 : Int64(-empty)) }
      bytes.append(zigZag: Int64(clamping: bucket.count))
      next = bucket.index + 1
    }
    return bytes
  }

  /// The histogram of a body.
  static func decode(_ bytes: [UInt8]) throws(HistogramEncodingError) -> Histogram {
    var reader = ByteReader(bytes[...])
    let length = try header(&reader)
    guard reader.remaining.count >= length else { throw .truncated }
    guard reader.remaining.count == length else {
      throw .trailingBytes(reader.remaining.count - length)
    }
    var histogram = Histogram()
    var index = 0
    while !reader.remaining.isEmpty {
      let value = try reader.zigZag()
      guard value > 0 else {
        // One empty bucket is written as itself, a run of them as minus its length.
        let empty = max(value.magnitude, 1)
        guard empty <= UInt64(HistogramLayout.bucketCount - index) else { throw .outOfRange }
        index += Int(empty)
        continue
      }
      guard index < HistogramLayout.bucketCount else { throw .outOfRange }
      guard histogram.take(UInt64(value), at: index) else { throw .badCount }
      index += 1
    }
    return histogram
  }

  /// Checks that the layout is ours.
  ///
  /// The highest trackable value may be another one: it only says how many buckets there could be.
  ///
  /// - Returns: how many bytes of counts there are.
  private static func header(_ reader: inout ByteReader) throws(HistogramEncodingError) -> Int {
    let found = try reader.integer(UInt32.self)
    guard found == cookie else { throw .wrongCookie(found) }
    let length = try reader.integer(UInt32.self)
    guard try reader.integer(UInt32.self) == 0 else { throw .otherLayout("index offset") }
    let digits = try reader.integer(UInt32.self)
    guard digits == significantDigits else { throw .otherDigits(Int(digits)) }
    guard try reader.integer(UInt64.self) == 1 else { throw .otherLayout("lowest value") }
    _ = try reader.integer(UInt64.self)
    // Python's `hdrhistogram` writes a whole 1 where a floating-point 1 belongs.
    guard [(1.0).bitPattern, 1].contains(try reader.integer(UInt64.self)) else {
      throw .otherLayout("conversion ratio")
    }
    return Int(length)
  }
}

extension Histogram {
  /// Takes over a bucket's count; its values are taken for its ends, as HdrHistogram does.
  ///
  /// - Parameters:
  ///   - taken: how many, at least one.
  ///   - index: a bucket above all that have a count.
  /// - Returns: whether the sum still fits.
  fileprivate mutating func take(_ taken: UInt64, at index: Int) -> Bool {
    let (sum, overflowed) = count.addingReportingOverflow(taken)
    guard !overflowed else { return false }
    count = sum
    counters[index] = taken
    smallest = Swift.min(smallest, HistogramLayout.lowestValue(at: index))
    max = HistogramLayout.highestValue(at: index)
    return true
  }
}
