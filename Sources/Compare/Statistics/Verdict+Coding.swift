extension Verdict: Codable {
  private enum CodingKeys: String, CodingKey {
    case outcome, winner, tied, reason, standings, sentence
    case runnerUp = "runner_up"
    case ratio
    case absences = "left_out"
  }

  private enum Kind: String, Codable { case winner, tie, nobody }

  /// Reads what ``encode(to:)`` wrote.
  ///
  /// `runner_up` and `ratio` are for other readers: here they follow from the standings.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    switch try object.decode(Kind.self, forKey: .outcome) {
    case .winner: outcome = .winner(try object.decode(String.self, forKey: .winner))
    case .tie: outcome = .tie(try object.decode([String].self, forKey: .tied))
    case .nobody: outcome = .nobody(reason: try object.decode(String.self, forKey: .reason))
    }
    standings = try object.decode([Standing].self, forKey: .standings)
    absences = try object.decode([Absence].self, forKey: .absences)
    sentence = try object.decode(String.self, forKey: .sentence)
  }

  /// Writes `{"outcome": "winner", "winner": …, "runner_up": …, "ratio": …, "standings": …,
  /// "left_out": …, "sentence": …}`; with `tied` or `reason` in the winner's place.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    switch outcome {
    case .winner(let name):
      try object.encode(Kind.winner, forKey: .outcome)
      try object.encode(name, forKey: .winner)
    case .tie(let names):
      try object.encode(Kind.tie, forKey: .outcome)
      try object.encode(names, forKey: .tied)
    case .nobody(let reason):
      try object.encode(Kind.nobody, forKey: .outcome)
      try object.encode(reason, forKey: .reason)
    }
    try object.encodeIfPresent(runnerUp, forKey: .runnerUp)
    try object.encodeIfPresent(ratio, forKey: .ratio)
    try object.encode(standings, forKey: .standings)
    try object.encode(absences, forKey: .absences)
    try object.encode(sentence, forKey: .sentence)
  }
}
