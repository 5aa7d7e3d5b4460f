import Testing

@testable import Measurement

/// Bytes that are no histogram get an error that says why; none traps, none takes the memory.
@Suite("Damaged histogram")
struct DamagedHistogramTests {
  private static let good = EncodedHistogram(Histogram(Distribution.narrow.values(seed: 1)))

  /// An encoding around a body of one's own.
  private static func encoding(of body: [UInt8]) -> EncodedHistogram {
    var bytes: [UInt8] = []
    let packed = Zlib.packed(body)
    bytes.append(bigEndian: UInt32(0x1C84_9314))
    bytes.append(bigEndian: UInt32(packed.count))
    return EncodedHistogram(bytes: bytes + packed)
  }

  /// A body with counts of one's own, and with 32 bits of its header changed.
  private static func body(
    _ counts: [Int64], at place: Int? = nil, word: UInt32 = 0
  ) -> [UInt8] {
    var payload: [UInt8] = []
    for count in counts { payload.append(zigZag: count) }
    var bytes = Array(V2Body.encode(Histogram()).prefix(40))
    bytes.replaceSubrange(4..<8, with: [0, 0, UInt8(payload.count >> 8), UInt8(payload.count)])
    if let place {
      var changed: [UInt8] = []
      changed.append(bigEndian: word)
      bytes.replaceSubrange(place..<place + 4, with: changed)
    }
    return bytes + payload
  }

  @Test("cut anywhere it is truncated, and nothing else")
  func truncated() {
    let bytes = Self.good.bytes
    for length in 0..<bytes.count {
      #expect(throws: HistogramEncodingError.truncated) {
        try EncodedHistogram(bytes: Array(bytes.prefix(length))).decoded()
      }
    }
  }

  @Test("bytes behind the end are too many")
  func trailing() {
    #expect(throws: HistogramEncodingError.trailingBytes(3)) {
      try EncodedHistogram(bytes: Self.good.bytes + [0, 0, 0]).decoded()
    }
    // Inside the packed part, behind the end of its stream.
    var bytes = Self.good.bytes + [0xAA]
    bytes.replaceSubrange(
      4..<8,
      with: [0, 0, UInt8((bytes.count - 8) >> 8), UInt8(truncatingIfNeeded: bytes.count - 8)])
    #expect(throws: HistogramEncodingError.trailingBytes(1)) {
      try EncodedHistogram(bytes: bytes).decoded()
    }
  }

  @Test("another cookie outside or inside is named")
  func cookies() {
    var bytes = Self.good.bytes
    bytes[3] = 0x02
    #expect(throws: HistogramEncodingError.wrongCookie(0x1C84_9302)) {
      try EncodedHistogram(bytes: bytes).decoded()
    }
    #expect(throws: HistogramEncodingError.wrongCookie(0x1C84_9301)) {
      try Self.encoding(of: Self.body([], at: 0, word: 0x1C84_9301)).decoded()
    }
  }

  @Test(
    "another layout is refused by name",
    arguments: [
      (8, 1, .otherLayout("index offset")), (12, 2, .otherDigits(2)),
      (12, .max, .otherDigits(Int(UInt32.max))), (20, 1000, .otherLayout("lowest value")),
      (16, 1, .otherLayout("lowest value")), (32, 0x4000_0000, .otherLayout("conversion ratio")),
      (4, 1, .truncated), (4, .max, .truncated),
    ] as [(Int, UInt32, HistogramEncodingError)])
  func layout(place: Int, word: UInt32, error: HistogramEncodingError) {
    #expect(throws: error) {
      try Self.encoding(of: Self.body([], at: place, word: word)).decoded()
    }
  }

  @Test(
    "impossible counts are refused",
    arguments: [
      ([-33_792, 1], .outOfRange), ([-33_793], .outOfRange), ([.min], .outOfRange),
      ([-33_791, 5, 0], .outOfRange), ([-33_791, 5, 5], .outOfRange), ([1, .min + 1], .outOfRange),
      ([.max, .max, 2], .badCount),
    ] as [([Int64], HistogramEncodingError)])
  func counts(counts: [Int64], error: HistogramEncodingError) {
    #expect(throws: error) { try Self.encoding(of: Self.body(counts)).decoded() }
  }

  @Test("the last bucket may be counted, and empty buckets may be written to the end")
  func lastBucket() throws {
    let top = HistogramLayout.highestTrackableValue
    #expect(try Self.encoding(of: Self.body([-33_791, 5])).decoded().max == top)
    #expect(try Self.encoding(of: Self.body([-33_792])).decoded().isEmpty)
    #expect(try Self.encoding(of: Self.body([0, 0, 1, 0])).decoded().min == 2)
  }

  @Test("a body that ends within its header or within a number is truncated")
  func shortBody() {
    for length in 0..<40 {
      #expect(throws: HistogramEncodingError.truncated) {
        try Self.encoding(of: Array(Self.body([]).prefix(length))).decoded()
      }
    }
    var open = Self.body([1])
    open[40] |= 0x80
    #expect(throws: HistogramEncodingError.truncated) { try Self.encoding(of: open).decoded() }
  }

  @Test("a small stream of ten megabytes is not unpacked")
  func bomb() {
    let bomb = Self.encoding(of: Array(repeating: 0, count: 10 << 20))
    #expect(bomb.bytes.count < 20_000)
    #expect(throws: HistogramEncodingError.tooLarge) { try bomb.decoded() }
  }

  @Test("a stream with any byte changed is an error or another histogram, never a trap")
  func anyByte() {
    var broken = 0
    for place in Self.good.bytes.indices {
      var bytes = Self.good.bytes
      bytes[place] ^= 0x55
      if (try? EncodedHistogram(bytes: bytes).decoded()) == nil { broken += 1 }
    }
    // zlib's checksum sees all of it but the few bits that it does not look at.
    #expect(broken >= Self.good.bytes.count - 2)
  }

  @Test("noise is an error, never a trap", arguments: 0..<200 as Range<UInt64>)
  func noise(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let noise = (0..<400).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let body = Array(Self.body([]).prefix(4)) + [0, 0, 1, 0x90] + Self.body([])[8..<40] + noise
    _ = try? Self.encoding(of: Array(body)).decoded()
    #expect(throws: HistogramEncodingError.self) { try EncodedHistogram(bytes: noise).decoded() }
  }
}
