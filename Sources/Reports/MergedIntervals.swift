internal import Measurement

/// The intervals of several runs, those that lie in the same second of the wall clock together.
enum MergedIntervals {
  /// An interval of one of the runs.
  private struct Place {
    let run: Int
    let index: Int
    let interval: IntervalRecord
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
    var seconds: [Int: [Place]] = [:]
    for (offset, record) in runs {
      for (index, interval) in record.intervals.enumerated() {
        let time = record.startedAtUnixSeconds - start + interval.startSeconds
        // Records are validated when they are read; what is off all the same is no interval.
        guard let second = Int(exactly: time.rounded()) else { continue }
        seconds[second, default: []].append(
          Place(run: offset, index: index, interval: interval))
      }
    }
    var merged: [IntervalRecord] = []
    // One after another: a histogram takes a quarter of a megabyte, and an hour has 3,600.
    for (start, places) in seconds.sorted(by: { $0.key < $1.key }) {
      merged.append(try interval(from: Double(start), of: places))
    }
    return merged
  }

  private static func interval(
    from start: Double, of places: [Place]
  ) throws(MergeError) -> IntervalRecord {
    let intervals = places.map(\.interval)
    let targets = intervals.compactMap(\.targetPerSecond)
    return IntervalRecord(
      startSeconds: start, durationSeconds: intervals.map(\.durationSeconds).max() ?? 0,
      messages: try sum(intervals.map(\.messages)), failures: try sum(intervals.map(\.failures)),
      connections: try sum(intervals.map(\.connections)),
      targetPerSecond: targets.isEmpty ? nil : targets.reduce(0, +),
      latency: try latency(of: places))
  }

  private static func latency(of places: [Place]) throws(MergeError) -> Histogram {
    var whole = Histogram()
    for place in places {
      let latency: Histogram
      do throws(HistogramEncodingError) {
        latency = try place.interval.histogram.decoded()
          .restoringExtremes(of: place.interval.latency)
      } catch {
        throw .damaged(place.run, .badHistogram("intervals[\(place.index)].histogram", error))
      }
      guard whole.merge(checked: latency) else { throw .tooMany }
    }
    return whole
  }
}
