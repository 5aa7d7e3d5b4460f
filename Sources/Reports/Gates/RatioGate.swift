/// A condition on how a run compares with an earlier one, as `stress diff --fail-if` takes it:
/// `p99>1.1` is a p99 that grew by more than a tenth.
///
/// The metrics of ``Gate``; the value is a plain number that B's figure divided by A's is compared
/// with. Where A's is zero: if B's is too, nothing has changed and nothing fires; otherwise it grew
/// beyond any ratio. So `errors>0` fires if B has any error at all, and `errors>1` if it has more
/// than A.
public struct RatioGate: Sendable, Equatable, CustomStringConvertible {
  /// The text as it was given.
  public let text: String
  /// What it looks at.
  public let metric: GateMetric
  /// How it compares.
  public let comparison: GateComparison
  /// What B's figure divided by A's is compared with.
  public let ratio: Double

  /// Reads a gate.
  ///
  /// - Throws: `GateSyntaxError`, which points at the offending word.
  public init(parsing text: String) throws(GateSyntaxError) {
    let gate = try GateText(text)
    self.text = text
    metric = try GateMetric(gate)
    comparison = gate.comparison
    guard let ratio = NumberWithUnit.plain(gate.value.text) else {
      throw gate.wrongValue(
        "'\(gate.value.text)' is not a ratio",
        hint: "two runs are compared by B/A, a number without a unit: p99>1.1")
    }
    self.ratio = ratio
  }

  /// The text as it was given.
  public var description: String { text }

  /// Whether a run makes the condition true, beside another.
  ///
  /// - Parameters:
  ///   - b: the later run.
  ///   - a: the earlier one.
  /// - Returns: the verdict to show, or `nil` when it does not fire; a latency of which nothing was
  ///   measured fires.
  /// - Throws: `RecordError` as ``Gate/fires(on:)``.
  public func fires(on b: RunRecord, against a: RunRecord) throws(RecordError) -> GateVerdict? {
    guard let after = try metric.value(in: b), let before = try metric.value(in: a) else {
      return GateVerdict(text, metric.name, "nothing was measured")
    }
    if before == 0, after == 0 { return nil }
    let quotient = before == 0 ? Double.infinity : after / before
    guard comparison.holds(quotient, ratio) else { return nil }
    let times = before == 0 ? "" : " (\(decimal(quotient, places: 3)) times as much)"
    return GateVerdict(
      text, metric.name, "\(metric.text(after))\(times)",
      "\(shortest(ratio)) times \(metric.text(before))", comparison)
  }
}
