/// A reason not to believe a run: it measured its own client.
public struct StressDoubt: Sendable, Equatable, Codable, CustomStringConvertible {
  /// What was seen, with its figure, in one sentence.
  public let reason: String
  /// What to change, in one sentence.
  public let advice: String

  /// A doubt in words.
  public init(reason: String, advice: String) {
    self.reason = reason
    self.advice = advice
  }

  /// Both sentences.
  public var description: String { "\(reason); \(advice)" }
}

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
