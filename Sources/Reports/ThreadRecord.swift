public import Stress

/// How busy one thread of the load was, as it is kept.
public struct ThreadRecord: Sendable, Equatable, Codable {
  /// CPU time by wall time; 1 is a whole core.
  public var cpuShare: Double
  /// The part of the time in which it wanted a core and had none; 0...1.
  public var waitShare: Double

  /// What is kept of a thread's use of its core.
  public init(_ use: LoadThreadUse) {
    cpuShare = use.cpuShare
    waitShare = use.waitShare
  }

  private enum CodingKeys: String, CodingKey {
    case cpuShare = "cpu_share"
    case waitShare = "wait_share"
  }
}
