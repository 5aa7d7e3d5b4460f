/// How a long series is made short enough to draw: neighbours are joined to columns.
///
/// Up to ``most`` stretches are drawn as they are. Of more, equally many neighbours (the last
/// column may have fewer) make one column, and the column keeps the smallest, the largest and the
/// median of them: a spike of one second in an hour is still as high as it was.
package struct ChartColumns: Sendable, Equatable {
  /// What is left of a column's values.
  package struct Column: Sendable, Equatable {
    /// The smallest of them.
    package let least: Double
    /// The one in the middle, the upper of two.
    package let median: Double
    /// The largest of them.
    package let most: Double
    /// All of them together.
    package let sum: Double
  }

  /// Columns that are drawn at most: on a large screen each is two pixels wide.
  package static let most = 480

  /// How many stretches there were.
  package let count: Int

  /// How many of them are in a column.
  package let width: Int

  /// Columns for so many stretches.
  package init(_ count: Int, most: Int = ChartColumns.most) {
    self.count = count
    width = max(1, (count + most - 1) / max(most, 1))
  }

  /// Whether each stretch has its own.
  package var areWhole: Bool { width == 1 }

  /// The stretches of each column.
  package var ranges: [Range<Int>] {
    stride(from: 0, to: count, by: width).map { $0..<min($0 + width, count) }
  }

  /// What is left of values, one per stretch; `nil` where a column has none.
  package func reduce(_ values: [Double?]) -> [Column?] {
    ranges.map { range in
      let present = values[range].compactMap { $0 }.filter(\.isFinite).sorted()
      guard let least = present.first, let most = present.last else { return nil }
      return Column(
        least: least, median: present[present.count / 2], most: most,
        sum: present.reduce(0, +))
    }
  }
}
