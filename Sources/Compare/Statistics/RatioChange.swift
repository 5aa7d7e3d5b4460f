/// What became of one ratio of a baseline.
public struct RatioChange: Sendable, Equatable {
  /// What became of it.
  public enum Outcome: Sendable, Equatable {
    /// Nothing that is more than noise, or more than the margin.
    case held
    /// It is another one now.
    case moved(old: Estimate, new: Estimate)
    /// It cannot be compared; why, as the end of a sentence.
    case missing(reason: String)
  }

  /// The ratio as the baseline has it.
  public let baseline: PairRatio
  /// What became of it.
  public let outcome: Outcome

  /// It in one line without a full stop: `cpu 100 µs, messages per second: reactor by thread was
  /// 1.38 (1.29 to 1.47), is 0.97 (0.9 to 1.04)`.
  public var line: String {
    let begin =
      "\(baseline.cell), \(baseline.metric): \(baseline.first) by \(baseline.second)"
    switch outcome {
    case .held: return "\(begin) held at \(Self.text(baseline.advantage))"
    case .moved(let old, let new): return "\(begin) was \(Self.text(old)), is \(Self.text(new))"
    case .missing(let reason): return "\(begin) is missing: \(reason)"
    }
  }

  private static func text(_ ratio: Estimate) -> String {
    let median = Factor.digits(ratio.median)
    guard let interval = ratio.interval else { return median }
    return "\(median) (\(Factor.digits(interval.low)) to \(Factor.digits(interval.high)))"
  }
}
