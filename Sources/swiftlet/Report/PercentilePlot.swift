import CLinux
import Measurement

/// The percentiles of a run as a curve in text.
///
/// To the right every further nine takes as much room as the one before, as HdrHistogram's plots
/// have it: that is where latencies differ. Upwards the scale is logarithmic.
struct PercentilePlot {
  private static let rows = 9
  private static let columns = 66
  /// Columns of the figures at the left.
  private static let margin = 9

  private let latency: Histogram
  private let service: Histogram?
  private let nines: Double
  private let scale: LatencyScale

  /// A plot of a distribution that holds something.
  ///
  /// - Parameter service: another one to compare with, drawn as dots.
  init(_ latency: Histogram, beside service: Histogram? = nil) {
    self.latency = latency
    self.service = service.flatMap { $0.isEmpty ? nil : $0 }
    // Beyond one in all of them there is only the maximum.
    nines = max(1, min(5, log10(Double(latency.count))))
    // The fastest few would stretch the scale below what anybody looks at.
    let low = min(latency.percentile(1), self.service?.percentile(1) ?? .max)
    let high = max(latency.max, self.service?.max ?? 0)
    scale = LatencyScale(from: Double(max(low, 1)), to: Double(max(high, 2)), rows: Self.rows)
  }

  /// The plot with its axes, ending in a newline.
  func text(isUnicode: Bool) -> String {
    let canvas = canvas(isUnicode: isUnicode)
    var text = ""
    for row in 0..<Self.rows {
      let label = scale.label(row: row)
      let mark = isUnicode ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      let padding = String(repeating: " ", count: max(0, Self.margin - label.count - 1))
      var line = padding + label + " " + mark + canvas[row]
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text + axis(isUnicode: isUnicode) + legend(isUnicode: isUnicode)
  }

  // MARK: The curves

  private func canvas(isUnicode: Bool) -> [String] {
    // Braille has two columns and four rows of dots in a cell.
    let (wide, high) = isUnicode ? (2, 4) : (1, 1)
    var dots = DotCanvas(columns: Self.columns * wide, rows: Self.rows * high)
    var previous: Int?
    for x in 0..<Self.columns * wide {
      let y = row(latency, x, wide, high)
      dots.line(column: x, from: previous ?? y, to: y)
      previous = y
    }
    var cells = isUnicode ? dots.braille() : dots.plain("*")
    guard let service else { return cells.map { String($0) } }
    for x in 0..<Self.columns where x % 2 == 0 {
      let y = row(service, x, 1, 1)
      if cells[y][x] == " " || cells[y][x] == "\u{2800}" { cells[y][x] = isUnicode ? "·" : "." }
    }
    return cells.map { String($0) }
  }

  private func row(_ histogram: Histogram, _ x: Int, _ wide: Int, _ high: Int) -> Int {
    let share = Double(x) / Double(Self.columns * wide - 1)
    // The right end is the maximum, which is no percentile.
    let percentile = x == Self.columns * wide - 1 ? 100 : 100 * (1 - pow(10, -share * nines))
    let value = Double(histogram.percentile(percentile))
    let rows = Self.rows * high
    return min(rows - 1, max(0, Int((1 - scale.place(value)) * Double(rows))))
  }

  // MARK: The axis below

  private func axis(isUnicode: Bool) -> String {
    var line = Array(repeating: Character(isUnicode ? "─" : "-"), count: Self.columns)
    var labels = Array(repeating: Character(" "), count: Self.columns + 4)
    for (percentile, name) in [
      (0.0, "0"), (50, "50"), (90, "90"), (99, "99"), (99.9, "99.9"), (99.99, "99.99"),
    ] {
      let column = Int(-log10(1 - percentile / 100) / nines * Double(Self.columns - 1))
      guard column + name.count < Self.columns - 2 else { continue }
      line[column] = isUnicode ? "┴" : "+"
      for (offset, character) in name.enumerated() { labels[column + offset] = character }
    }
    line[Self.columns - 1] = isUnicode ? "┘" : "+"
    for (offset, character) in "max".enumerated() { labels[Self.columns - 2 + offset] = character }
    let margin = String(repeating: " ", count: Self.margin)
    var below = margin + " " + String(labels)
    while below.last == " " { below.removeLast() }
    return margin + (isUnicode ? "└" : "+") + String(line) + "\n" + below + "\n"
  }

  private func legend(isUnicode: Bool) -> String {
    guard service != nil else { return "" }
    let (line, dots) = isUnicode ? ("⠒⠒", "··") : ("**", "..")
    return String(repeating: " ", count: Self.margin + 1)
      + "percentile;  \(line) latency  \(dots) service\n"
  }
}
