/// What is varied from cell to cell: work per message, connections, bytes.
public struct Axis: Sendable, Equatable, Codable {
  /// Its name within a sentence: `work per message`.
  public let name: String
  /// What it is counted in.
  public let unit: Metric.Unit
  /// Whether only whole numbers can be tried.
  public let isWhole: Bool

  private enum CodingKeys: String, CodingKey {
    case name, unit
    case isWhole = "is_whole"
  }

  /// Describes an axis.
  public init(_ name: String, unit: Metric.Unit, isWhole: Bool = false) {
    self.name = name
    self.unit = unit
    self.isWhole = isWhole
  }

  /// A place on it for people: `31.6 µs`, `1,000`.
  public func text(_ place: Double) -> String { unit.text(place) }

  /// A stretch of it for people: `from 24 µs to 30 µs`.
  func text(_ stretch: Interval) -> String {
    stretch.low == stretch.high
      ? "at \(text(stretch.low))" : "from \(text(stretch.low)) to \(text(stretch.high))"
  }

  /// The place halfway between two, as factors; `nil` where none can be tried between them.
  func middle(_ low: Double, _ high: Double) -> Double? {
    let middle = settled((low * high).squareRoot())
    return middle > low && middle < high ? middle : nil
  }

  /// The nearest place that can be tried.
  func settled(_ place: Double) -> Double { isWhole ? place.rounded() : place }
}
