internal import Measurement

/// What is compared: its name, its unit, and which way is better.
public struct Metric: Sendable, Equatable, Codable {
  /// What figures are counted in.
  public enum Unit: String, Sendable, Codable, CaseIterable {
    /// Something per second.
    case perSecond = "per_second"
    /// Microseconds.
    case microseconds = "us"
    /// Seconds.
    case seconds
    /// Bytes.
    case bytes
    /// Bytes per second.
    case bytesPerSecond = "bytes_per_second"
    /// A number of things, or of things per message.
    case count
  }

  /// Its name within a sentence: `messages per second`, `memory per idle connection`.
  public let name: String
  /// What its figures are counted in.
  public let unit: Unit
  /// Which of two figures is the better one.
  public let direction: Direction

  /// The smallest figure that can be told from nothing, in the unit; not below zero.
  ///
  /// Smaller ones are taken for it, because ratios with zero say nothing: if one connection is lost
  /// beside none, and the resolution is 1, the two are level.
  public let resolution: Double

  private enum CodingKeys: String, CodingKey { case name, unit, direction, resolution }

  /// Describes a metric.
  public init(_ name: String, unit: Unit, _ direction: Direction, resolution: Double = 0) {
    self.name = name
    self.unit = unit
    self.direction = direction
    self.resolution = max(resolution, 0)
  }

  /// A figure for people: `12,345/s`, `1.24 ms`, `8 KiB`.
  public func text(_ figure: Double) -> String { unit.text(figure) }
}

extension Metric.Unit {
  /// A figure for people: `12,345/s`, `1.24 ms`, `8 KiB`.
  public func text(_ figure: Double) -> String {
    switch self {
    case .perSecond: HumanFormat.count(rounding: figure) + "/s"
    case .microseconds: Self.scaled(figure * 1e3, 1000, ["ns", "µs", "ms", "s"])
    case .seconds: Self.scaled(figure * 1e9, 1000, ["ns", "µs", "ms", "s"])
    case .bytes: Self.scaled(figure, 1024, ["B", "KiB", "MiB", "GiB"])
    case .bytesPerSecond: Self.scaled(figure, 1000, ["B/s", "kB/s", "MB/s", "GB/s"])
    case .count: Factor.digits(figure)
    }
  }

  /// The largest unit that leaves something before the point.
  private static func scaled(_ figure: Double, _ step: Double, _ units: [String]) -> String {
    var scaled = figure
    for unit in units.dropLast() {
      // What three digits would round up to the next unit is already its.
      if scaled.magnitude < step - 0.5 { return "\(Factor.digits(scaled)) \(unit)" }
      scaled /= step
    }
    return "\(Factor.digits(scaled)) \(units[units.count - 1])"
  }
}
