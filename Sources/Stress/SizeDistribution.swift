/// How big the messages are.
public struct SizeDistribution: Sendable, Equatable {
  /// Sizes between two bounds, all as likely as each other, with a weight among their like.
  public struct Part: Sendable, Equatable {
    /// The smallest and the largest payload, in bytes; at least 1.
    public let sizes: ClosedRange<Int>
    /// How often, in proportion to the others; more than zero.
    public let weight: Double

    /// A part of a distribution.
    public init(_ sizes: ClosedRange<Int>, weight: Double = 1) {
      self.sizes = sizes
      self.weight = weight
    }
  }

  /// Its parts; at least one.
  public let parts: [Part]

  /// A distribution of parts.
  public init(_ parts: [Part]) { self.parts = parts }

  /// Every message the same.
  public static func fixed(_ size: Int) -> SizeDistribution {
    SizeDistribution([Part(size...size)])
  }

  /// Anything between two bounds.
  public static func range(_ sizes: ClosedRange<Int>) -> SizeDistribution {
    SizeDistribution([Part(sizes)])
  }

  /// The largest message, in bytes.
  public var largest: Int { parts.map(\.sizes.upperBound).max() ?? 0 }

  /// The size of an average message, in bytes.
  public var mean: Double {
    let weights = parts.reduce(0) { $0 + $1.weight }
    return parts.reduce(0) { sum, part in
      sum + part.weight / weights
        * (Double(part.sizes.lowerBound) + Double(part.sizes.upperBound)) / 2
    }
  }
}
