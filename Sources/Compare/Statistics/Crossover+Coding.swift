extension Crossover: Codable {
  private enum CodingKeys: String, CodingKey {
    case outcome, low, high, overtaker, leader, reason, estimate, sentence
    case levelLow = "level_low"
    case levelHigh = "level_high"
  }

  private enum Kind: String, Codable {
    case crosses, never, uncertain
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    switch try object.decode(Kind.self, forKey: .outcome) {
    case .crosses:
      outcome = .crossesAt(
        try Self.stretch(object, .low, .high),
        overtaker: try object.decode(String.self, forKey: .overtaker))
    case .never: outcome = .never(leader: try object.decode(String.self, forKey: .leader))
    case .uncertain:
      outcome = .uncertain(
        try Self.stretch(object, .low, .high),
        reason: try object.decode(String.self, forKey: .reason))
    }
    estimate = try object.decodeIfPresent(Double.self, forKey: .estimate)
    level =
      object.contains(.levelLow) ? try Self.stretch(object, .levelLow, .levelHigh) : nil
    sentence = try object.decode(String.self, forKey: .sentence)
  }

  /// Writes `{"outcome": "crosses", "low": …, "high": …, "overtaker": …, "estimate": …}`, or
  /// `never` with its leader, or `uncertain` with its reason.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch outcome {
    case .crossesAt(let stretch, let overtaker):
      try object.encode(Kind.crosses, forKey: .outcome)
      try object.encode(stretch.low, forKey: .low)
      try object.encode(stretch.high, forKey: .high)
      try object.encode(overtaker, forKey: .overtaker)
    case .never(let leader):
      try object.encode(Kind.never, forKey: .outcome)
      try object.encode(leader, forKey: .leader)
    case .uncertain(let stretch, let reason):
      try object.encode(Kind.uncertain, forKey: .outcome)
      try object.encode(stretch.low, forKey: .low)
      try object.encode(stretch.high, forKey: .high)
      try object.encode(reason, forKey: .reason)
    }
    try object.encodeIfPresent(estimate, forKey: .estimate)
    try object.encodeIfPresent(level?.low, forKey: .levelLow)
    try object.encodeIfPresent(level?.high, forKey: .levelHigh)
    try object.encode(sentence, forKey: .sentence)
  }

  private static func stretch(
    _ object: KeyedDecodingContainer<CodingKeys>, _ low: CodingKeys, _ high: CodingKeys
  ) throws -> Interval {
    let start = try object.decode(Double.self, forKey: low)
    let end = try object.decode(Double.self, forKey: high)
    guard start <= end else {
      throw DecodingError.dataCorruptedError(
        forKey: low, in: object, debugDescription: "not above its upper end")
    }
    return Interval(start, end)
  }
}
