/// A reply that is not what it should be.
public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
  /// Which reply of its connection, from 0.
  public let message: Int

  /// Where in the reply the first wrong byte is.
  public let offset: Int

  /// The bytes from there on that should have come; at most 16.
  public let expected: [UInt8]

  /// The bytes that came.
  public let received: [UInt8]

  /// One line for a person.
  public var description: String {
    "reply \(message), byte \(offset): expected \(hex(expected)), received \(hex(received))"
  }

  private func hex(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "nothing" }
    return bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}
