/// A histogram in HdrHistogram's V2 compressed encoding: what a file keeps of it.
///
/// Counts come back one for one. The smallest and largest values do not: as with every HdrHistogram
/// they come back as the ends of their buckets, up to 0.1 % further out; nor does
/// ``Histogram/overflowed``, whose values are in the top bucket. Any HdrHistogram library reads it
/// (`hdrhistogram` for Python, `HdrHistogramJS`), and what they write with three digits from 1 is
/// read here.
///
/// Source: <https://github.com/HdrHistogram/HdrHistogram>, `encodeIntoCompressedByteBuffer`.
public struct EncodedHistogram: Sendable, Equatable {
  /// The encoding, its cookie first.
  public let bytes: [UInt8]

  /// The encoding as text: base64 (RFC 4648) without line ends, as HdrHistogram's log files have.
  public var base64: String { Base64.encode(bytes) }

  /// Encodes a histogram: the walk over its buckets and one call of zlib.
  public init(_ histogram: Histogram) {
    let body = V2Body.encode(histogram)
    let packed = Zlib.packed(body)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(packed.count + 8)
    bytes.append(bigEndian: Self.cookie)
    bytes.append(bigEndian: UInt32(packed.count))
    bytes += packed
    self.bytes = bytes
  }

  /// Takes over an encoding; it is looked at when it is decoded.
  ///
  /// - Parameter bytes: The encoding, its cookie first.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Takes over an encoding in base64; what it encodes is looked at when it is decoded.
  ///
  /// - Throws: `HistogramEncodingError.notBase64`.
  public init(base64 text: String) throws(HistogramEncodingError) {
    bytes = try Base64.decode(text)
  }

  /// The histogram again, count for count.
  ///
  /// Whatever the bytes are, it costs at most the memory of one histogram and as much again.
  ///
  /// - Throws: `HistogramEncodingError`, which says what is damaged.
  public func decoded() throws(HistogramEncodingError) -> Histogram {
    var reader = ByteReader(bytes[...])
    let cookie = try reader.integer(UInt32.self)
    guard cookie == Self.cookie else { throw .wrongCookie(cookie) }
    let length = Int(try reader.integer(UInt32.self))
    let packed = reader.remaining
    guard packed.count >= length else { throw .truncated }
    guard packed.count == length else { throw .trailingBytes(packed.count - length) }
    return try V2Body.decode(Zlib.unpacked(Array(packed), atMost: V2Body.mostBytes))
  }

  /// V2, compressed; the 0x10 tells it from an earlier draft that had words instead of LEB128.
  private static let cookie: UInt32 = 0x1C84_9304 | 0x10
}

extension EncodedHistogram: Codable {
  /// Reads a text of base64.
  ///
  /// - Throws: `DecodingError.dataCorrupted` where it is none.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    do {
      try self.init(base64: value.decode(String.self))
    } catch let error as HistogramEncodingError {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "\(error)")
    }
  }

  /// Writes a text of base64.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(base64)
  }
}
