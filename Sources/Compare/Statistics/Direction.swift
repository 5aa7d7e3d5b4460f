/// Which of two figures is the better one.
public enum Direction: String, Sendable, Codable, CaseIterable {
  /// The larger: messages per second.
  case higherIsBetter = "higher_is_better"
  /// The smaller: latency, memory, CPU time.
  case lowerIsBetter = "lower_is_better"

  /// What a logarithm is multiplied with so that more is better.
  var sign: Double {
    switch self {
    case .higherIsBetter: 1
    case .lowerIsBetter: -1
    }
  }
}
