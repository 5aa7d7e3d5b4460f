/// How busy one thread of the load was while it measured.
public struct LoadThreadUse: Sendable, Equatable, Codable {
  /// CPU time by wall time; 1 is a whole core.
  public let cpuShare: Double
  /// The part of the time in which it wanted a core and had none, as the scheduler tells; 0...1.
  public let waitShare: Double

  /// A thread's use of its core.
  public init(cpuShare: Double, waitShare: Double) {
    self.cpuShare = cpuShare
    self.waitShare = waitShare
  }
}
