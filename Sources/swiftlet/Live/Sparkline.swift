/// The course of a figure on one line, a column per value.
enum Sparkline {
  /// Draws values between zero and the largest of them; the last ones, where there are too many.
  ///
  /// - Parameters:
  ///   - values: oldest first; none where nothing was measured shows as a gap.
  ///   - width: columns, at least 1.
  ///   - isUnicode: whether blocks may be used.
  static func text(_ values: [Double?], width: Int, isUnicode: Bool) -> String {
    let levels = Array(isUnicode ? "▁▂▃▄▅▆▇█" : "_.-=+*%#")
    let shown = values.suffix(width)
    let top = shown.compactMap { $0 }.max() ?? 0
    return String(
      shown.map { value -> Character in
        guard let value else { return " " }
        guard top > 0 else { return levels[0] }
        let level = Int((value / top * Double(levels.count - 1)).rounded())
        return levels[max(0, min(level, levels.count - 1))]
      })
  }
}
