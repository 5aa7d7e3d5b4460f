internal import Measurement

/// When the runs that are merged measured.
struct MeasuredTime {
  /// How long at least one of them measured, in seconds.
  let union: Double
  /// What is to be said of it.
  let warnings: [String]

  /// Runs that have less than this part of the shortest one in common did not load together.
  private static let leastOverlap = 0.5

  /// - Parameter runs: in the order in which they began; at least one.
  init(_ runs: [RunRecord]) {
    let spans = runs.map { run in
      (start: run.startedAtUnixSeconds, end: run.startedAtUnixSeconds + run.durationSeconds)
    }
    // A run that is alone keeps its own time to the last bit.
    union = runs.count == 1 ? runs[0].durationSeconds : Self.length(of: spans)
    let common = (spans.map(\.end).min() ?? 0) - (spans.map(\.start).max() ?? 0)
    let shortest = runs.map(\.durationSeconds).min() ?? 0
    guard runs.count > 1, common < Self.leastOverlap * shortest else {
      warnings = []
      return
    }
    let together = HumanFormat.duration(nanoseconds: (max(0, common) * 1e9).rounded())
    let whole = HumanFormat.duration(nanoseconds: (shortest * 1e9).rounded())
    warnings = [
      "The runs hardly overlapped: all \(runs.count) measured together for \(together), and the "
        + "shortest for \(whole); so this was not one load. Start them together (--start-at)."
    ]
  }

  /// How much time spans cover that are sorted by their beginning.
  private static func length(of spans: [(start: Double, end: Double)]) -> Double {
    var covered = 0.0
    var reached = -Double.infinity
    for span in spans where span.end > reached {
      covered += span.end - max(span.start, reached)
      reached = span.end
    }
    return covered
  }
}
