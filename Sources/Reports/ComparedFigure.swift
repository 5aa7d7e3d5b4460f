internal import Measurement

/// One figure of two runs, side by side.
public struct ComparedFigure: Sendable, Equatable {
  /// Which figure.
  public enum Name: String, Sendable, CaseIterable {
    /// Replies per second.
    case rate
    /// Latencies from when messages were due, in microseconds.
    case p50, p90, p99
    /// The same, p99.9.
    case p999 = "p99_9"
    /// The same, the largest.
    case max
    /// The p99 from when messages were really sent, in microseconds.
    case serviceP99 = "service_p99"
    /// Errors and mismatches.
    case failures
    /// CPU time of the client per reply, in microseconds.
    case cpuPerMessage = "cpu_per_message"
  }

  /// Which figure.
  public let name: Name
  /// It in the first run; `nil` where nothing was measured.
  public let a: Double?
  /// It in the second.
  public let b: Double?
  /// What a difference must exceed to be more than the noise from interval to interval, in the
  /// figure's unit.
  ///
  /// `nil`: not known, because there are fewer than three intervals, because the plan changes the
  /// rate from one to the next, or because intervals do not have this figure.
  public let noise: Double?

  /// By how much the second differs from the first, in percent of the first; `nil` where the first
  /// is nothing, or so near to zero that the change is beyond any number.
  public var changePercent: Double? {
    guard let a, let b, a != 0 else { return nil }
    let percent = (b - a) / a * 100
    return percent.isFinite ? percent : nil
  }

  /// Whether the difference exceeds the noise; `nil`: not known.
  public var exceedsNoise: Bool? {
    guard let a, let b, let noise else { return nil }
    return (b - a).magnitude > noise
  }

  /// Whether the second run is the worse; `nil` where they are equal or something is missing.
  public var isWorse: Bool? {
    guard let a, let b, a != b else { return nil }
    return name == .rate ? b < a : b > a
  }
}

extension ComparedFigure {
  /// The name for people: `p99.9`, `CPU per message`.
  public var label: String {
    switch name {
    case .rate, .p50, .p90, .p99, .max: name.rawValue
    case .p999: "p99.9"
    case .serviceP99: "service p99"
    case .failures: "errors"
    case .cpuPerMessage: "CPU/message"
    }
  }

  /// The first run's figure for people.
  public var aText: String { text(a) }

  /// The second run's.
  public var bText: String { text(b) }

  /// The change for people: `+12.3 %`, `same`, `new` where there was none before.
  public var changeText: String {
    guard let a, let b else { return "n/a" }
    if a == b { return "same" }
    guard let changePercent else { return "new" }
    return (changePercent > 0 ? "+" : "") + decimal(changePercent, places: 1) + " %"
  }

  /// What the change is worth, for people: `yes`, `noise`, `?` where it is not known.
  public var verdictText: String {
    guard a != b else { return "" }
    return exceedsNoise.map { $0 ? "yes" : "noise" } ?? "?"
  }

  private func text(_ value: Double?) -> String {
    guard let value else { return "n/a" }
    switch name {
    case .rate: return HumanFormat.count(rounding: value) + "/s"
    case .failures: return HumanFormat.count(rounding: value)
    case .p50, .p90, .p99, .p999, .max, .serviceP99, .cpuPerMessage:
      return HumanFormat.duration(nanoseconds: value * 1000)
    }
  }

  /// The unit in JSON.
  var unit: String {
    switch name {
    case .rate: "messages_per_second"
    case .failures: "count"
    case .p50, .p90, .p99, .p999, .max, .serviceP99, .cpuPerMessage: "us"
    }
  }
}

extension ComparedFigure: Encodable {
  private enum Key: String, CodingKey {
    case name, unit, a, b, noise
    case changePercent = "change_percent"
    case exceedsNoise = "exceeds_noise"
  }

  /// Writes what is known; the rest is absent.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(name.rawValue, forKey: .name)
    try object.encode(unit, forKey: .unit)
    try object.encodeIfPresent(a, forKey: .a)
    try object.encodeIfPresent(b, forKey: .b)
    try object.encodeIfPresent(noise, forKey: .noise)
    try object.encodeIfPresent(changePercent, forKey: .changePercent)
    try object.encodeIfPresent(exceedsNoise, forKey: .exceedsNoise)
  }
}
