internal import CZlib

/// Answers a frame with its compressed form, a zlib stream (RFC 1950) at the default level.
///
/// Compressed bytes are arbitrary, so a line feed may be among them: line framing refuses this
/// transform.
public struct DeflateTransform: Transform {
  /// Why zlib gave no stream.
  public struct Failure: Error, CustomStringConvertible {
    /// The status that zlib's `compress2` returned.
    public let status: Int32

    /// The status in words.
    public var description: String {
      status == Z_MEM_ERROR ? "zlib is out of memory" : "zlib failed with status \(status)"
    }
  }

  /// Makes the transform.
  public init() {}

  /// `deflate`.
  public var name: String { "deflate" }

  /// Keeps a processor busy.
  public var cost: TransformCost { .cpuBound }

  /// Compressed bytes are arbitrary.
  public var mayAnswerLineFeed: Bool { true }

  /// Replaces the frame by its zlib stream.
  ///
  /// The answer to an empty frame has eight bytes.
  ///
  /// - Throws: `Failure` when zlib has no memory.
  public func apply(to frame: inout [UInt8]) throws {
    var status = Z_OK
    var compressedBytes = compressBound(uLong(frame.count))
    let compressed = [UInt8](unsafeUninitializedCapacity: Int(compressedBytes)) { output, count in
      frame.withUnsafeBufferPointer { input in
        status = compress2(
          output.baseAddress, &compressedBytes, input.baseAddress, uLong(input.count),
          Z_DEFAULT_COMPRESSION)
      }
      count = status == Z_OK ? Int(compressedBytes) : 0
    }
    guard status == Z_OK else { throw Failure(status: status) }
    frame = compressed
  }
}
