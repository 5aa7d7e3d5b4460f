public import Measurement

/// Which latency a histogram holds.
public enum LatencyKind: String, Sendable, CaseIterable {
  /// From the time a message was due to its reply: what a user would have waited.
  case latency
  /// From the time a message was really sent to its reply.
  case service
  /// From the time a message was really sent to the first byte of its reply.
  case firstByte = "first_byte"
  /// From the first attempt to the established connection.
  case connect
  /// How much later than it was due the client sent a message: its own lag.
  case sendLag = "send_lag"
}

/// The whole distributions of a run, in HdrHistogram's V2 compressed encoding.
public struct RunHistograms: Sendable, Equatable {
  private var encoded: [LatencyKind: EncodedHistogram] = [:]

  /// None at all.
  public init() {}

  /// The histogram of a kind; `nil` where a file has none.
  public subscript(kind: LatencyKind) -> EncodedHistogram? {
    get { encoded[kind] }
    set { encoded[kind] = newValue }
  }
}

extension RunHistograms: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ kind: LatencyKind) { stringValue = kind.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads those that are there; keys it does not know are not looked at.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    for kind in LatencyKind.allCases {
      encoded[kind] = try object.decodeIfPresent(EncodedHistogram.self, forKey: Key(kind))
    }
  }

  /// Writes one key per histogram, named by its kind.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    for (kind, histogram) in encoded { try object.encode(histogram, forKey: Key(kind)) }
  }
}
