/// Answers every frame with itself.
public struct IdentityTransform: Transform {
  /// Makes the transform.
  public init() {}
  /// `identity`.
  public var name: String { "identity" }
  /// Each byte by itself.
  public var granularity: TransformGranularity { .byte }
  /// The answer is the frame.
  public var changesFrame: Bool { false }
  /// Leaves the frame as it is.
  public func apply(to frame: inout [UInt8]) {}
}

/// Turns ASCII letters into capitals and leaves every other byte alone.
public struct UpperTransform: Transform {
  /// Makes the transform.
  public init() {}
  /// `upper`.
  public var name: String { "upper" }
  /// Each byte by itself.
  public var granularity: TransformGranularity { .byte }
  /// Turns `a`–`z` into `A`–`Z`.
  public func apply(to frame: inout [UInt8]) {
    mapBytes(of: &frame) { $0 &- 0x61 < 26 ? $0 & ~caseBit : $0 }
  }
}

/// Turns ASCII letters into small ones and leaves every other byte alone.
public struct LowerTransform: Transform {
  /// Makes the transform.
  public init() {}
  /// `lower`.
  public var name: String { "lower" }
  /// Each byte by itself.
  public var granularity: TransformGranularity { .byte }
  /// Turns `A`–`Z` into `a`–`z`.
  public func apply(to frame: inout [UInt8]) {
    mapBytes(of: &frame) { $0 &- 0x41 < 26 ? $0 | caseBit : $0 }
  }
}

/// Moves ASCII letters thirteen places along the alphabet: applied twice, it changes nothing.
public struct Rot13Transform: Transform {
  /// Makes the transform.
  public init() {}
  /// `rot13`.
  public var name: String { "rot13" }
  /// Each byte by itself.
  public var granularity: TransformGranularity { .byte }
  /// Turns `a`–`m` into `n`–`z` and back, capitals likewise.
  public func apply(to frame: inout [UInt8]) {
    mapBytes(of: &frame) { byte in
      let letter = (byte | caseBit) &- 0x61
      guard letter < 26 else { return byte }
      return letter < 13 ? byte &+ 13 : byte &- 13
    }
  }
}

/// Answers a frame's bytes in reverse order.
///
/// It knows bytes, not characters.
public struct ReverseTransform: Transform {
  /// Makes the transform.
  public init() {}
  /// `reverse`.
  public var name: String { "reverse" }
  /// Reverses the bytes in place.
  public func apply(to frame: inout [UInt8]) { frame.reverse() }
}

/// The bit that tells small ASCII letters from capitals.
private let caseBit: UInt8 = 0x20

/// Replaces each byte through a branch-free expression, which the compiler turns into vector code.
@inline(__always)
private func mapBytes(of frame: inout [UInt8], _ transform: (UInt8) -> UInt8) {
  frame.withUnsafeMutableBufferPointer { bytes in
    for index in bytes.indices { bytes[index] = transform(bytes[index]) }
  }
}
