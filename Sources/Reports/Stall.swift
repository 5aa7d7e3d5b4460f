/// A stretch of a run in which far fewer replies came than before and after.
struct Stall: Equatable {
  /// When it began, in seconds after the measurement did.
  var start: Double
  /// When it ended.
  var end: Double
  /// Replies that came in it.
  var came: Int
  /// Replies that were to be expected.
  var expected: Double

  /// With fewer expected than this, many may be missing by chance.
  private static let leastExpected = 20.0

  /// The stalls of a run, interval by interval, adjacent ones joined.
  static func stalls(in record: RunRecord) -> [Stall] {
    let normal = Normal(record)
    var stalls: [Stall] = []
    for interval in record.intervals {
      let expected = normal.rate(in: interval) * interval.durationSeconds
      let came = Double(interval.messages)
      // Independent arrivals vary by the square root of their number; five times that is no chance.
      guard expected >= leastExpected, came < normal.leastShare * expected,
        came < expected - 5 * expected.squareRoot()
      else { continue }
      let end = interval.startSeconds + interval.durationSeconds
      if let last = stalls.last, (interval.startSeconds - last.end).magnitude < 0.01 {
        stalls[stalls.count - 1].end = end
        stalls[stalls.count - 1].came += interval.messages
        stalls[stalls.count - 1].expected += expected
      } else {
        stalls.append(
          Stall(
            start: interval.startSeconds, end: end, came: interval.messages, expected: expected))
      }
    }
    return stalls
  }
}

/// What an interval of a run is like when nothing happens in it.
private struct Normal {
  /// The middle one of the intervals' rates: a few bad ones do not move it.
  private let median: Double
  /// How much of what was wanted the run achieved: one that is overloaded all the time does not
  /// stall all the time.
  private let achieved: Double

  /// An interval with less than this part of what was to be expected has stalled.
  ///
  /// A server that keeps up with a schedule is even: a fifth missing is much. In a closed loop, and
  /// at its limit, it is not.
  var leastShare: Double { keepsUp ? 0.8 : 0.5 }
  private let keepsUp: Bool

  init(_ record: RunRecord) {
    let rates = record.intervals.map(\.messagesPerSecond).sorted()
    median = rates.isEmpty ? 0 : rates[rates.count / 2]
    let target = record.targetPerSecond ?? 0
    achieved = target > 0 ? min(1, record.messagesPerSecond / target) : 1
    keepsUp = target > 0 && achieved >= 0.99
  }

  func rate(in interval: IntervalRecord) -> Double {
    interval.targetPerSecond.map { $0 * achieved } ?? median
  }
}
