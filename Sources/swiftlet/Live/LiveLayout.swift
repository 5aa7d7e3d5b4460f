import Measurement

/// The lines of a live view, laid out for a width.
struct LiveLayout {
  /// Columns of the names at the left.
  private static let label = 5
  /// Columns of the figures beside them.
  private static let figure = 12

  let columns: Int
  let isUnicode: Bool

  /// What is loaded, and at the right end what it is doing.
  func heading(_ title: String, _ phase: String) -> StyledLine {
    let room = max(8, columns - phase.count - 2)
    var line = StyledLine(
      title.count > room ? title.prefix(room - 1) + "…" : title, .strong)
    line.pad(to: columns - phase.count)
    line.add(phase, .faint)
    return line
  }

  /// How far it is.
  func bar(_ share: Double, _ words: String) -> StyledLine {
    let width = max(4, columns - max(28, words.count + 2))
    var line = StyledLine(Bar.boxed(share, width: width, isUnicode: isUnicode), .good)
    line.add("  \(words)")
    return line
  }

  /// A figure and its last minute.
  func spark(_ name: String, _ figure: String, _ values: [Double?]) -> StyledLine {
    var line = StyledLine(name, .faint)
    let start = Self.label + Self.figure
    line.pad(to: max(Self.label, start - figure.count))
    line.add(figure, .strong)
    line.add("  ")
    let room = max(1, columns - line.width)
    line.add(Sparkline.text(values, width: room, isUnicode: isUnicode), .good)
    return line
  }

  /// Something said beside the figures.
  func note(_ words: String) -> StyledLine { StyledLine(words, .faint) }

  /// The percentiles of the last second and of all so far, as bars on one logarithmic scale.
  func percentiles(_ second: LatencySummary, _ all: LatencySummary) -> [StyledLine] {
    let half = (columns - Self.label - 2) / 2
    let bar = half - Self.figure - 1
    var heading = StyledLine()
    for (index, name) in ["last second", "so far"].enumerated() {
      heading.pad(to: Self.label + index * (half + 2) + Self.figure - min(Self.figure, name.count))
      heading.add(name, .faint)
    }
    let (low, high) = Self.scale(second, all)
    let rows = zip(Self.figures(second), Self.figures(all)).map { one, other in
      var line = StyledLine(one.name, .faint)
      for (index, nanoseconds) in [one.nanoseconds, other.nanoseconds].enumerated() {
        let start = Self.label + index * (half + 2)
        let text = nanoseconds == 0 ? "-" : HumanFormat.duration(nanoseconds: nanoseconds)
        line.pad(to: start + Self.figure - min(Self.figure, text.count))
        line.add(text + " ")
        guard bar > 0 else { continue }
        let share = Bar.logarithmic(Double(nanoseconds), from: low, to: high)
        line.add(Bar.text(share, width: bar, isUnicode: isUnicode), .good)
      }
      return line
    }
    return [heading] + rows
  }

  private static func figures(
    _ summary: LatencySummary
  ) -> [(name: String, nanoseconds: UInt64)] {
    [
      ("p50", summary.p50), ("p90", summary.p90), ("p99", summary.p99), ("p99.9", summary.p999),
      ("max", summary.max),
    ]
  }

  /// From half of the smallest figure, so that it still has a bar, to the largest.
  private static func scale(
    _ second: LatencySummary, _ all: LatencySummary
  ) -> (low: Double, high: Double) {
    let shown = (figures(second) + figures(all)).map(\.nanoseconds).filter { $0 > 0 }
    return (Double(shown.min() ?? 1) / 2, Double(shown.max() ?? 1))
  }
}
