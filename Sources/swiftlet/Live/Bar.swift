import CLinux

/// A part of a whole as a bar, to an eighth of a column.
enum Bar {
  private static let eighths = Array("▏▎▍▌▋▊▉█")

  /// A bar without an end: as long as its share of `width`.
  ///
  /// - Parameter share: 0...1; outside, the nearer end is meant.
  static func text(_ share: Double, width: Int, isUnicode: Bool) -> String {
    let share = share.isFinite ? max(0, min(share, 1)) : 0
    guard isUnicode else {
      return String(repeating: "#", count: Int((share * Double(width)).rounded()))
    }
    let filled = Int((share * Double(width) * 8).rounded())
    let end = filled % 8 == 0 ? "" : String(eighths[filled % 8 - 1])
    return String(repeating: "█", count: filled / 8) + end
  }

  /// A bar in its box: what is not filled is shaded.
  static func boxed(_ share: Double, width: Int, isUnicode: Bool) -> String {
    let bar = text(share, width: width, isUnicode: isUnicode)
    return bar + String(repeating: isUnicode ? "░" : ".", count: max(0, width - bar.count))
  }

  /// Where a latency stands between two others on a logarithmic scale.
  static func logarithmic(_ value: Double, from low: Double, to high: Double) -> Double {
    guard value > low, low > 0, high > low else { return 0 }
    return log(value / low) / log(high / low)
  }
}
