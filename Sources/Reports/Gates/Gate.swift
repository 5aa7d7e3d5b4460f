/// A condition on a run, as `--fail-if` and `--find-max` take it: `p99>5ms`.
///
/// `METRIC OP VALUE`, blanks between them allowed.
///
/// * Latencies, with a duration (`250us`, `5ms`, `1.5s`): `min`, `mean`, `max`, and any percentile,
///   `p50` to `p99.999`. Alone they count from when a message was due; with `service.` from when it
///   was really sent; `first-byte.`, `connect.` and `lag.` are the others.
/// * `errors`, `mismatches`, `unsent`, with a count.
/// * `rate`, with messages per second (`10000/s`, `20k/s` or `10000`) or a part of what the plan wanted
///   (`0.99*target`).
/// * `cpu`, the client's, with a fraction of a core (`0.8`).
public struct Gate: Sendable, Equatable, CustomStringConvertible {
  /// The text as it was given.
  public let text: String
  /// What it looks at.
  public let metric: GateMetric
  /// How it compares.
  public let comparison: GateComparison
  private let threshold: GateThreshold

  /// Reads a gate.
  ///
  /// - Throws: `GateSyntaxError`, which points at the offending word.
  public init(parsing text: String) throws(GateSyntaxError) {
    let gate = try GateText(text)
    self.text = text
    metric = try GateMetric(gate)
    comparison = gate.comparison
    threshold = try GateThreshold(gate, for: metric)
  }

  /// The text as it was given.
  public var description: String { text }

  /// Whether it compares with the rate that the plan wants: nonsense for a closed loop, which wants
  /// none.
  public var needsTarget: Bool {
    if case .ofTarget = threshold { true } else { false }
  }

  /// Whether a run makes the condition true, as `--fail-if` asks.
  ///
  /// A latency of which nothing was measured, and a part of a target that there is not, make it
  /// fire as well: what could not be looked at has not passed.
  ///
  /// - Returns: the verdict to show, or `nil` when it does not fire.
  /// - Throws: `RecordError` where a percentile is asked for that is not among a record's figures,
  ///   and its histogram is missing or damaged.
  public func fires(on record: RunRecord) throws(RecordError) -> GateVerdict? {
    guard let measured = try metric.value(in: record) else {
      return GateVerdict(self, "nothing was measured")
    }
    guard let threshold = threshold(in: record) else {
      return GateVerdict(self, "there is no target: the load was a closed loop")
    }
    guard comparison.holds(measured, threshold) else { return nil }
    return GateVerdict(self, measured: measured, threshold: threshold)
  }

  /// Whether the condition is true of a run, as `--find-max` asks; not true of what was not
  /// measured.
  ///
  /// - Throws: as ``fires(on:)``.
  public func holds(_ record: RunRecord) throws(RecordError) -> Bool {
    guard let measured = try metric.value(in: record), let threshold = threshold(in: record) else {
      return false
    }
    return comparison.holds(measured, threshold)
  }

  /// What is compared with, in the unit of the metric; nil where there is no target.
  private func threshold(in record: RunRecord) -> Double? {
    switch threshold {
    case .value(let value): value
    case .ofTarget(let factor): record.targetPerSecond.map { $0 * factor }
    }
  }
}

/// What a gate that fired has to say.
public struct GateVerdict: Sendable, Equatable, CustomStringConvertible {
  /// The gate, as it was given.
  public let gate: String
  /// What it looked at: `p99`.
  public let metric: String
  /// What was measured, in human units; or in words, why nothing was.
  public let measured: String
  /// What it was compared with, in human units; `nil` where it did not come to that.
  public let threshold: String?
  private let sentence: String

  /// The verdict of a comparison.
  init(_ gate: Gate, measured: Double, threshold: Double) {
    var (left, right) = (gate.metric.text(measured), gate.metric.text(threshold))
    // Three digits may hide what made the difference.
    if left == right, measured != threshold {
      (left, right) = (gate.metric.exactText(measured), gate.metric.exactText(threshold))
    }
    self.init(gate.text, gate.metric.name, left, right, gate.comparison)
  }

  /// The verdict on what could not be compared.
  init(_ gate: Gate, _ reason: String) {
    self.init(gate.text, gate.metric.name, reason)
  }

  init(
    _ gate: String, _ metric: String, _ measured: String, _ threshold: String, _ how: GateComparison
  ) {
    self.gate = gate
    self.metric = metric
    self.measured = measured
    self.threshold = threshold
    sentence = "\(metric) is \(measured), \(how.words) \(threshold)"
  }

  init(_ gate: String, _ metric: String, _ reason: String) {
    self.gate = gate
    self.metric = metric
    measured = reason
    threshold = nil
    sentence = reason
  }

  /// One line: `p99>5ms: p99 is 7.31 ms, more than 5.00 ms`.
  public var description: String { "\(gate): \(sentence)" }
}

extension GateMetric {
  /// A value with all the digits that matter, where fewer would hide a difference.
  fileprivate func exactText(_ value: Double) -> String {
    switch self {
    case .latency: decimal(value, places: 3) + " µs"
    case .rate: decimal(value, places: 3) + "/s"
    case .cpu: decimal(value, places: 6) + " of a core"
    case .errors, .mismatches, .unsent: text(value)
    }
  }
}
