internal import CCrypto

/// Answers a frame with its SHA-256 digest (FIPS 180-4): 64 lower-case hexadecimal characters.
///
/// The digest is OpenSSL's. One frame of 64 bytes takes under a microsecond, one of a megabyte
/// takes a millisecond or more, hence the cost class.
public struct SHA256Transform: Transform {
  /// Why libcrypto gave no digest.
  public struct Failure: Error, CustomStringConvertible {
    /// What libcrypto refused.
    public let description: String
  }

  /// Makes the transform.
  public init() {}

  /// `sha256`.
  public var name: String { "sha256" }

  /// Keeps a processor busy.
  public var cost: TransformCost { .cpuBound }

  /// Replaces the frame by the 64 characters of its digest.
  ///
  /// - Throws: `Failure` when libcrypto has no SHA-256 or no memory.
  public func apply(to frame: inout [UInt8]) throws {
    guard let algorithm = Self.algorithm else {
      throw Failure(description: "libcrypto offers no SHA-256 (is a restricted provider loaded?)")
    }
    var digest: [32 of UInt8] = .init(repeating: 0)
    var digestBytes: UInt32 = 0
    let succeeded = frame.withUnsafeBytes { input in
      var span = digest.mutableSpan
      return span.withUnsafeMutableBufferPointer { output in
        EVP_Digest(input.baseAddress, input.count, output.baseAddress, &digestBytes, algorithm, nil)
      }
    }
    guard succeeded == 1, digestBytes == 32 else {
      throw Failure(description: "libcrypto could not compute a SHA-256 digest")
    }
    frame.removeAll(keepingCapacity: true)
    for index in digest.indices {
      frame.append(Self.hexadecimal(digest[index] >> 4))
      frame.append(Self.hexadecimal(digest[index] & 0x0F))
    }
  }

  /// Fetched once, because looking an algorithm up costs more than hashing a small frame.
  ///
  /// Unsafe to the compiler only because it is a pointer: an `EVP_MD` is immutable, OpenSSL allows
  /// its use on any thread at once, and it is never freed.
  nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

  /// The character of a half byte.
  private static func hexadecimal(_ half: UInt8) -> UInt8 { half < 10 ? 0x30 + half : 0x57 + half }
}
