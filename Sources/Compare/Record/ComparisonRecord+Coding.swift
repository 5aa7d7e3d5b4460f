internal import Measurement

extension ComparisonRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case schema, kind, version, command, environment, rounds, notes, contestants, experiments
    case decisions
    case startedAt = "started_at"
    case startedAtUnixSeconds = "started_at_unix_seconds"
    case elapsedSeconds = "elapsed_seconds"
    case serverCores = "server_cores"
    case clientCores = "client_cores"
    case secondsPerRun = "seconds_per_run"
    case isPartial = "is_partial"
  }

  /// Writes every key, those that follow from others included.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(Self.schema, forKey: .schema)
    try object.encode(Self.kind, forKey: .kind)
    try object.encode(version, forKey: .version)
    try object.encode(command, forKey: .command)
    try object.encode(startedAt, forKey: .startedAt)
    try object.encode(startedAtUnixSeconds, forKey: .startedAtUnixSeconds)
    try object.encode(elapsedSeconds, forKey: .elapsedSeconds)
    try object.encode(environment, forKey: .environment)
    try object.encode(serverCores, forKey: .serverCores)
    try object.encode(clientCores, forKey: .clientCores)
    try object.encode(rounds, forKey: .rounds)
    try object.encode(secondsPerRun, forKey: .secondsPerRun)
    try object.encode(isPartial, forKey: .isPartial)
    try object.encode(notes, forKey: .notes)
    try object.encode(contestants, forKey: .contestants)
    try object.encode(experiments, forKey: .experiments)
    try object.encode(decisions, forKey: .decisions)
  }

  /// Reads a record; keys it does not know are not looked at.
  ///
  /// Use ``init(json:)``, whose errors are sentences and which looks at the values.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    version = try object.decode(String.self, forKey: .version)
    command = try object.decode([String].self, forKey: .command)
    startedAtUnixSeconds = try object.decode(Double.self, forKey: .startedAtUnixSeconds)
    elapsedSeconds = try object.decode(Double.self, forKey: .elapsedSeconds)
    environment = try object.decode(MachineFingerprint.self, forKey: .environment)
    serverCores = try object.decode([Int].self, forKey: .serverCores)
    clientCores = try object.decode([Int].self, forKey: .clientCores)
    rounds = try object.decode(Int.self, forKey: .rounds)
    secondsPerRun = try object.decode(Double.self, forKey: .secondsPerRun)
    isPartial = try object.decode(Bool.self, forKey: .isPartial)
    notes = try object.decode([String].self, forKey: .notes)
    contestants = try object.decode([ContestantRecord].self, forKey: .contestants)
    experiments = try object.decode([ExperimentRecord].self, forKey: .experiments)
    decisions = try object.decode([DecisionRecord].self, forKey: .decisions)
  }
}
