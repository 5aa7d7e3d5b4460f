internal import Measurement

/// The intervals of several runs, those that lie in the same second of the wall clock together.
enum MergedIntervals {
  /// What falls into one second.
  fileprivate struct Second {
    var latency = Histogram()
    var messages: [Int] = []
    var failures: [Int] = []
    var connections: [Int] = []
    var target: Double?
    var duration = 0.0
  }

  /// The intervals, counted from when the first run began.
  ///
  /// An interval goes to the second that its beginning is nearest to: runs that were started
  /// together begin some milliseconds apart, and their seconds are meant to be the same. Seconds in
  /// which no run measured are left out.
  static func intervals(
    of runs: [(offset: Int, record: RunRecord)]
  ) throws(MergeError) -> [IntervalRecord] {
    let start = runs.map(\.record.startedAtUnixSeconds).min() ?? 0
    var seconds: [Int: Second] = [:]
    for (offset, record) in runs {
      for (index, interval) in record.intervals.enumerated() {
        let time = record.startedAtUnixSeconds - start + interval.startSeconds
        // Records are validated when they are read; what is off all the same is no interval.
        guard let second = Int(exactly: time.rounded()) else { continue }
        do {
          let fits = try seconds[second, default: Second()].add(interval)
          if !fits { throw MergeError.tooMany }
        } catch let error as HistogramEncodingError {
          throw .damaged(offset, .badHistogram("intervals[\(index)].histogram", error))
        } catch {
          throw .tooMany
        }
      }
    }
    var merged: [IntervalRecord] = []
    for (start, second) in seconds.sorted(by: { $0.key < $1.key }) {
      merged.append(
        IntervalRecord(
          startSeconds: Double(start), durationSeconds: second.duration,
          messages: try sum(second.messages), failures: try sum(second.failures),
          connections: try sum(second.connections), targetPerSecond: second.target,
          latency: second.latency))
    }
    return merged
  }
}

extension MergedIntervals.Second {
  /// - Returns: whether the sum of the counts still fits.
  fileprivate mutating func add(
    _ interval: IntervalRecord
  ) throws(HistogramEncodingError) -> Bool {
    let decoded = try interval.histogram.decoded().restoringExtremes(of: interval.latency)
    guard latency.merge(checked: decoded) else { return false }
    messages.append(interval.messages)
    failures.append(interval.failures)
    connections.append(interval.connections)
    if let rate = interval.targetPerSecond { target = (target ?? 0) + rate }
    duration = max(duration, interval.durationSeconds)
    return true
  }
}
