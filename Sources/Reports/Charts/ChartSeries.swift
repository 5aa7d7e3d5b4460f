/// Values of one kind over the stretches of a chart.
package struct ChartSeries: Sendable {
  /// How it is drawn.
  package enum Style: String, Sendable {
    /// The line that the chart is about.
    case line
    /// One that stands back.
    case thin
    /// What should have been.
    case dashed
    /// From the foot of the chart up.
    case bars
  }

  /// What of a column's values is drawn, where several stretches are one column.
  package enum Reduction: Sendable {
    /// The median as a line, and around it a band from the smallest to the largest.
    case band
    /// The largest.
    case largest
    /// All together.
    case sum
  }

  /// Its name in the key.
  package let name: String

  /// Which of the palette's colours it has: `s1`...`s6`, or `target`, `error`.
  package let colour: String

  /// How it is drawn.
  package let style: Style

  /// What of a column is drawn.
  package let reduction: Reduction

  /// One per stretch; `nil` where there is none.
  package let values: [Double?]

  /// A series.
  package init(
    _ name: String, colour: String, style: Style = .line, reduction: Reduction = .band,
    values: [Double?]
  ) {
    self.name = name
    self.colour = colour
    self.style = style
    self.reduction = reduction
    self.values = values
  }

  /// What is drawn as its line, column by column.
  func drawn(_ column: ChartColumns.Column) -> Double {
    switch reduction {
    case .band: column.median
    case .largest: column.most
    case .sum: column.sum
    }
  }
}
