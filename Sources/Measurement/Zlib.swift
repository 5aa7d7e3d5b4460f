internal import CZlib

/// zlib streams (RFC 1950) in memory.
enum Zlib {
  /// The stream of bytes, at zlib's default level.
  static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(length)) { output, count in
      let status = compress2(
        output.baseAddress, &length, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
      // The bound leaves no other failure than having no memory, which nothing here survives.
      precondition(status == Z_OK, "zlib has no memory for \(bytes.count) bytes")
      count = Int(length)
    }
  }

  /// The bytes of a stream, if they are not too many: a small stream may hold a great deal.
  ///
  /// - Parameters:
  ///   - stream: the whole stream and nothing behind it.
  ///   - limit: the most bytes it may unpack to.
  static func unpacked(
    _ stream: [UInt8], atMost limit: Int
  ) throws(HistogramEncodingError) -> [UInt8] {
    var status = Z_OK
    var used = uLong(stream.count)
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { output, count in
      var length = uLong(limit)
      status = uncompress2(output.baseAddress, &length, stream, &used)
      count = status == Z_OK ? Int(length) : 0
    }
    switch status {
    case Z_OK: break
    case Z_BUF_ERROR: throw .tooLarge
    default: throw .badStream(status)
    }
    guard Int(used) == stream.count else { throw .trailingBytes(stream.count - Int(used)) }
    return bytes
  }
}
