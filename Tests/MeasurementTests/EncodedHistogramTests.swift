import Testing

@testable import Measurement

@Suite("Encoded histogram")
struct EncodedHistogramTests {
  @Test("every count comes back", arguments: Distribution.allCases)
  func roundTrip(distribution: Distribution) throws {
    let original = Histogram(distribution.values(seed: 11) + [0])
    let decoded = try EncodedHistogram(original).decoded()
    #expect(decoded.counters == original.counters)
    #expect(decoded.count == original.count)
    // The ends of the buckets that the extremes are in.
    #expect(decoded.min == 0)
    let top = HistogramLayout.index(of: original.max)
    #expect(decoded.max == HistogramLayout.highestValue(at: top))
  }

  @Test("an empty histogram comes back empty, and as no more than a header")
  func empty() throws {
    let encoded = EncodedHistogram(Histogram())
    #expect(try encoded.decoded() == Histogram())
    #expect(encoded.bytes.count < 60)
  }

  @Test("the extremes come back as the ends of their buckets, as in HdrHistogram")
  func extremes() throws {
    let decoded = try EncodedHistogram(Histogram([5001, 1_000_000_007])).decoded()
    #expect(decoded.min == 5000)
    #expect(decoded.max == 1_000_341_503)
  }

  @Test("encoding again what was decoded gives the same bytes")
  func stable() throws {
    let encoded = EncodedHistogram(Histogram(Distribution.heavyTail.values(seed: 5)))
    #expect(EncodedHistogram(try encoded.decoded()) == encoded)
  }

  @Test("goes through its text")
  func text() throws {
    let encoded = EncodedHistogram(Histogram(Distribution.bimodal.values(seed: 2)))
    #expect(try EncodedHistogram(base64: encoded.base64) == encoded)
    // The cookie, as it looks in base64, by which log processors know it.
    #expect(encoded.base64.hasPrefix("HISTFAAA"))
  }

  // Written by PyPI's `hdrhistogram` 0.10.8: HdrHistogram(1, 3_600_000_000_000, 3) with 1, 2, 2,
  // 2047, 2048, 5001 three times, and an hour. Its conversion ratio is a whole 1.
  @Test("reads what Python wrote, with another highest value")
  func python() throws {
    let text = "HISTFAAAAC54nJNpmSzMwMDAxwABzFCaEch0M9ixgMH+A1SAieW7PBPTQWG2i9eYmQCk1wgA"
    var expected = Histogram([1, 2, 2, 2047, 2048, 3_600_000_000_000])
    expected.record(5001, count: 3)
    let decoded = try EncodedHistogram(base64: text).decoded()
    #expect(decoded.counters == expected.counters)
  }

  @Test("the body is what the format says, byte for byte")
  func body() {
    var histogram = Histogram([1, 3, 3])
    histogram.record(2048, count: 300)
    #expect(
      V2Body.encode(histogram) == [
        0x1C, 0x84, 0x93, 0x13, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 3,  // cookie, length, 0, digits
        0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0x03, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,  // lowest, highest
        0x3F, 0xF0, 0, 0, 0, 0, 0, 0,  // 1.0
        0, 2, 0, 4,  // none of 0, one of 1, none of 2, two of 3
        0xF7, 0x1F,  // 2044 empty: -2044 is 4087 in ZigZag
        0xD8, 0x04,  // 300 is 600 in ZigZag
      ])
  }

  @Test("a whole 64-bit count takes nine bytes and comes back")
  func largestCount() throws {
    var histogram = Histogram()
    histogram.record(7, count: UInt64(Int64.max))
    #expect(try EncodedHistogram(histogram).decoded() == histogram)
    #expect(V2Body.encode(histogram).count == 40 + 1 + 9)
  }

  @Test("numbers in ZigZag LEB128 come back", arguments: [0, 1, -1, 63, -64, 64, -65, .min, .max])
  func zigZag(number: Int64) throws {
    var bytes: [UInt8] = []
    bytes.append(zigZag: number)
    var reader = ByteReader(bytes[...])
    #expect(try reader.zigZag() == number)
    #expect(reader.remaining.isEmpty)
  }
}
