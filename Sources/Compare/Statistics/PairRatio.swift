/// How two contestants compare in one cell, as a baseline keeps it.
public struct PairRatio: Sendable, Equatable, Codable {
  /// The cell, by any name that it has in every suite: `cpu 100 µs`.
  public let cell: String
  /// The name of the metric.
  public let metric: String
  /// The one.
  public let first: String
  /// The other.
  public let second: String
  /// How many times as good the first is as the second.
  public let advantage: Estimate

  private enum CodingKeys: String, CodingKey { case cell, metric, first, second, advantage }

  /// Describes a ratio.
  public init(
    cell: String, metric: String, first: String, second: String, advantage: Estimate
  ) {
    self.cell = cell
    self.metric = metric
    self.first = first
    self.second = second
    self.advantage = advantage
  }

  /// Reads one, as a file has it.
  ///
  /// - Throws: `DecodingError` where it is no ratio, which is above zero with its whole interval.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    cell = try object.decode(String.self, forKey: .cell)
    metric = try object.decode(String.self, forKey: .metric)
    first = try object.decode(String.self, forKey: .first)
    second = try object.decode(String.self, forKey: .second)
    advantage = try object.decode(Estimate.self, forKey: .advantage)
    guard advantage.low ?? advantage.median > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .advantage, in: object, debugDescription: "a ratio above zero")
    }
  }

  /// The same, whoever is named first.
  var inOrder: PairRatio {
    guard first > second else { return self }
    return PairRatio(
      cell: cell, metric: metric, first: second, second: first, advantage: advantage.inverse)
  }

  /// Which pair it is, whatever its figures are.
  var key: [String] { [cell, metric, first, second] }
}

extension Judge {
  /// All pairs of a cell, for a baseline; those that may not be judged are in none.
  ///
  /// - Parameters:
  ///   - contestants: in any order.
  ///   - cell: the cell's name.
  public func ratios(_ contestants: [Contestant], cell: String) -> [PairRatio] {
    let sound = contestants.filter { $0.condition == .sound }.sorted { $0.name < $1.name }
    return sound.indices.flatMap { index in
      sound[(index + 1)...].compactMap { other in
        Duel.advantage(of: sound[index], over: other, metric).map {
          PairRatio(
            cell: cell, metric: metric.name, first: sound[index].name, second: other.name,
            advantage: $0)
        }
      }
    }
  }
}
