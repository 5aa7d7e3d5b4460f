/// A histogram in HdrHistogram's V2 compressed encoding: what a file keeps of it.
public struct EncodedHistogram: Sendable, Equatable {
  /// The encoding, its cookie first.
  public let bytes: [UInt8]

  /// Encodes a histogram.
  public init(_ histogram: Histogram) {
    bytes = []
  }

  /// Takes over an encoding, which is looked at when it is decoded.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// The histogram again, count for count.
  public func decoded() throws(HistogramEncodingError) -> Histogram { Histogram() }
}

extension EncodedHistogram: Codable {
  /// Reads a text of base64.
  public init(from decoder: any Decoder) throws {
    _ = try decoder.singleValueContainer().decode(String.self)
    bytes = []
  }

  /// Writes a text of base64.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode("")
  }
}
