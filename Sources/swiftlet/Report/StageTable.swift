import Measurement
import Reports

/// A load whose rate changes, a row per step, or per tenth of a ramp.
enum StageTable {
  private struct Stage {
    let name: String
    let start: Double
    let end: Double
  }

  /// Pieces that a ramp is cut into.
  private static let piecesOfARamp = 10

  /// The table; nothing where the rate is the same all the time.
  static func text(_ record: RunRecord) -> String {
    let stages = stages(record)
    guard !stages.isEmpty else { return "" }
    var table = TextTable(
      [.right, .right, .right, .right, .right, .right, .right],
      header: ["from", "target/s", "rate/s", "p50", "p99", "max", "failures"])
    for stage in stages {
      let intervals = record.intervals.filter { interval in
        // An interval belongs where most of it is.
        let middle = interval.startSeconds + interval.durationSeconds / 2
        return middle >= stage.start && middle < stage.end
      }
      table.add(
        [HumanFormat.duration(nanoseconds: stage.start * 1e9), stage.name] + row(intervals))
    }
    return table.text
  }

  private static func row(_ intervals: [IntervalRecord]) -> [String] {
    let seconds = intervals.reduce(0) { $0 + $1.durationSeconds }
    guard seconds > 0 else { return ["-"] }
    let messages = intervals.reduce(0) { $0 + $1.messages }
    return [HumanFormat.count(rounding: Double(messages) / seconds)] + latencies(intervals)
      + [HumanFormat.count(intervals.reduce(0) { $0 + $1.failures })]
  }

  /// Nobody has looked into the histograms of a record from a file before: where one of a stage is
  /// damaged, its percentiles are not known.
  private static func latencies(_ intervals: [IntervalRecord]) -> [String] {
    var latency = Histogram()
    for interval in intervals {
      guard let histogram = try? interval.histogram.decoded(), latency.merge(checked: histogram)
      else { return Array(repeating: "n/a", count: 3) }
    }
    return [latency.percentile(50), latency.percentile(99), latency.max].map {
      HumanFormat.duration(nanoseconds: $0)
    }
  }

  private static func stages(_ record: RunRecord) -> [Stage] {
    var stages: [Stage] = []
    var start = 0.0
    for segment in record.plan.profile ?? [] {
      guard let length = segment.durationSeconds else { break }
      let change = segment.toPerSecond - segment.fromPerSecond
      // No more pieces than there are intervals to fill them.
      let pieces = change == 0 ? 1 : max(1, min(piecesOfARamp, Int(length)))
      for piece in 0..<pieces {
        let middle = (Double(piece) + 0.5) / Double(pieces)
        let step = length / Double(pieces)
        stages.append(
          Stage(
            name: HumanFormat.count(rounding: segment.fromPerSecond + change * middle),
            start: start + Double(piece) * step, end: start + Double(piece + 1) * step))
      }
      start += length
    }
    return stages
  }
}
