/// Why bytes are no histogram in HdrHistogram's V2 compressed encoding.
public enum HistogramEncodingError: Error, Sendable, Equatable {
  /// The text is not base64 (RFC 4648); the place of the first wrong character, from 0.
  case notBase64(Int)
  /// It ends before its own lengths say.
  case truncated
  /// There is more behind its end.
  case trailingBytes(Int)
  /// It does not begin as the encoding does; the four bytes it begins with.
  case wrongCookie(UInt32)
  /// It keeps another number of significant digits; ours is 3.
  case otherDigits(Int)
  /// Its values have another unit or offset than ours; which, in words.
  case otherLayout(String)
  /// The zlib stream is broken; zlib's status.
  case badStream(Int32)
  /// Unpacked it is larger than any histogram of ours.
  case tooLarge
  /// Its counts name a bucket above the trackable range.
  case outOfRange
  /// A count, or the sum of all, is negative or leaves 64 bits.
  case badCount
}

extension HistogramEncodingError: CustomStringConvertible {
  /// One line that says what is wrong.
  public var description: String {
    switch self {
    case .notBase64(let place): "not base64 at character \(place)"
    case .truncated: "it is truncated"
    case .trailingBytes(let count): "\(count) bytes too many behind its end"
    case .wrongCookie(let cookie):
      "it begins with 0x\(String(cookie, radix: 16)), not as HdrHistogram's V2 encoding does"
    case .otherDigits(let digits): "it keeps \(digits) significant digits, not 3"
    case .otherLayout(let what): "its \(what) is not the one used here"
    case .badStream(let status): "its zlib stream is broken (status \(status))"
    case .tooLarge: "it unpacks to more than any histogram"
    case .outOfRange: "it counts values above the trackable range"
    case .badCount: "a count in it is impossible"
    }
  }
}
