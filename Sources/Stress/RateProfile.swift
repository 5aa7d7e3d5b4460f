/// How the rate of an open loop changes over the measured time: straight lines, one after another.
public struct RateProfile: Sendable, Equatable {
  /// A stretch in which the rate goes from one value to another.
  public struct Segment: Sendable, Equatable {
    /// The rate at its beginning, in messages per second.
    public let from: Double
    /// The rate at its end, in messages per second.
    public let to: Double
    /// How long it lasts; `nil`, for the last one alone: as long as the load.
    public let duration: Duration?
  }

  /// The stretches, in order; at least one.
  public let segments: [Segment]

  /// The same rate all the time.
  ///
  /// - Parameter rate: messages per second, more than zero.
  public static func constant(_ rate: Double) -> RateProfile {
    RateProfile(segments: [Segment(from: rate, to: rate, duration: nil)])
  }

  /// From one rate to another in a straight line.
  public static func ramp(from: Double, to: Double, over duration: Duration) -> RateProfile {
    RateProfile(segments: [Segment(from: from, to: to, duration: duration)])
  }

  /// One rate after the other, each for the same time.
  public static func steps(_ rates: [Double], each duration: Duration) -> RateProfile {
    RateProfile(segments: rates.map { Segment(from: $0, to: $0, duration: duration) })
  }

  /// How long it lasts; `nil`: as long as the load.
  public var duration: Duration? {
    var sum = Duration.zero
    for segment in segments {
      guard let duration = segment.duration else { return nil }
      sum += duration
    }
    return sum
  }

  /// The rate at a time after the measurement began, in messages per second.
  ///
  /// Before the beginning it is the first rate, behind the end the last.
  public func rate(at time: Duration) -> Double {
    var rest = time / .seconds(1)
    for segment in segments {
      guard let length = segment.duration.map({ $0 / .seconds(1) }) else { return segment.from }
      if rest < 0 { return segment.from }
      if rest < length { return segment.from + (segment.to - segment.from) * rest / length }
      rest -= length
    }
    return segments[segments.count - 1].to
  }

  /// The mean rate of a stretch of time after the measurement began, in messages per second.
  func mean(from start: Duration, for length: Duration) -> Double {
    let seconds = length / .seconds(1)
    guard seconds > 0 else { return rate(at: start) }
    return (messages(until: start + length) - messages(until: start)) / seconds
  }

  /// How many messages are due until a time after the measurement began.
  ///
  /// Behind its end the last rate goes on.
  private func messages(until end: Duration) -> Double {
    var rest = end / .seconds(1)
    var messages = 0.0
    for segment in segments where rest > 0 {
      guard let length = segment.duration.map({ $0 / .seconds(1) }) else {
        return messages + segment.from * rest
      }
      let share = min(length, rest)
      let reached = segment.from + (segment.to - segment.from) * share / length
      messages += (segment.from + reached) / 2 * share
      rest -= share
    }
    return messages + max(0, rest) * segments[segments.count - 1].to
  }
}
