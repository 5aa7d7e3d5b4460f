public import Stress

/// A reply that was not what it should be, as it is kept.
public struct MismatchRecord: Sendable, Equatable, Codable {
  /// Which reply of its connection, from 0.
  public var message: Int
  /// Where in the reply the first wrong byte is.
  public var offset: Int
  /// The bytes from there on that should have come, in hexadecimal, two digits each; at most 16.
  public var expected: String
  /// The bytes that came.
  public var received: String

  /// What is kept of a mismatch.
  public init(_ mismatch: Mismatch) {
    message = mismatch.message
    offset = mismatch.offset
    expected = Self.hex(mismatch.expected)
    received = Self.hex(mismatch.received)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
