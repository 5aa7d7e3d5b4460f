public import EchoProtocol

/// Answers a number with the next prime.
public struct NextPrimeTransform: Transform {
  /// What logs call it.
  public var name: String { "next-prime" }

  /// Sends every frame to the worker pool; the loop never computes.
  public var cost: TransformCost { .cpuBound }

  /// Makes the transform.
  public init() {}

  /// Replaces the number by the prime, on a worker's thread.
  public func apply(to frame: inout [UInt8]) {
    frame = Array(primeAnswer(to: String(decoding: frame, as: UTF8.self)).utf8)
  }
}
