/// How one model does on one work, in a word and a figure.
public enum DecisionMark: Sendable, Equatable {
  /// In every cell that could be judged the best, or not to be told from it, and the only one that
  /// is; with its figure in the last of them.
  case best(figure: String)
  /// The same, but not the only one.
  case tiedBest(figure: String)
  /// Behind in some cell: how many times as good the leader is where it is worst, its figure there,
  /// and where that is.
  case behind(times: Double, figure: String, cell: String)
  /// Not compared, in no cell or not in one that counts; why, as the end of a sentence.
  case notMeasured(reason: String)

  /// It for a table, a few words: `best, 217 B`.
  public var text: String {
    switch self {
    case .best(let figure): "best, \(figure)"
    case .tiedBest(let figure): "tied best, \(figure)"
    case .behind(let times, let figure, _): "\(Factor.digits(times))x behind, \(figure)"
    case .notMeasured(let reason): "not measured: \(reason)"
    }
  }
}

extension DecisionMark: Encodable {
  private enum CodingKeys: String, CodingKey { case mark, figure, times, cell, reason }

  /// Writes `{"mark": "behind", "times": …, "figure": …, "cell": …}` and its like.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .best(let figure):
      try object.encode("best", forKey: .mark)
      try object.encode(figure, forKey: .figure)
    case .tiedBest(let figure):
      try object.encode("tied_best", forKey: .mark)
      try object.encode(figure, forKey: .figure)
    case .behind(let times, let figure, let cell):
      try object.encode("behind", forKey: .mark)
      try object.encode(times, forKey: .times)
      try object.encode(figure, forKey: .figure)
      try object.encode(cell, forKey: .cell)
    case .notMeasured(let reason):
      try object.encode("not_measured", forKey: .mark)
      try object.encode(reason, forKey: .reason)
    }
  }
}
