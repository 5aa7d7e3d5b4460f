/// How a gate compares.
public enum GateComparison: String, Sendable, CaseIterable {
  /// More than.
  case more = ">"
  /// As much or more.
  case atLeast = ">="
  /// Less than.
  case less = "<"
  /// As much or less.
  case atMost = "<="

  /// Whether it is true of two numbers; never of one that is not a number.
  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .more: left > right
    case .atLeast: left >= right
    case .less: left < right
    case .atMost: left <= right
    }
  }

  /// It in words, between two figures.
  var words: String {
    switch self {
    case .more: "more than"
    case .atLeast: "not less than"
    case .less: "less than"
    case .atMost: "not more than"
    }
  }
}
