/// The keys are written by hand, because some are figures that follow from others.
extension RunRecord: Codable {
  enum CodingKeys: String, CodingKey {
    case schema, version, command, environment, seed, plan, messages, unsent, connections, errors
    case mismatches, histograms, intervals, companions, threads, valid, doubts, explanation, parts
    case startedAt = "started_at"
    case startedAtUnixSeconds = "started_at_unix_seconds"
    case durationSeconds = "duration_seconds"
    case messagesTotal = "messages_total"
    case messagesPerSecond = "messages_per_second"
    case bytesPerSecond = "bytes_per_second"
    case targetPerSecond = "target_per_second"
    case connectionsOpened = "connections_opened"
    case errorsByCause = "errors_by_cause"
    case firstMismatch = "first_mismatch"
    case firstConnectFailure = "first_connect_failure"
    case endedEarly = "ended_early"
    case clientCPUSeconds = "client_cpu_seconds"
    case latency = "latency_us"
    case service = "service_us"
    case firstByte = "first_byte_us"
    case connect = "connect_us"
    case sendLag = "send_lag_us"
  }

  /// Writes every key, those that follow from others included.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(Self.schema, forKey: .schema)
    try object.encode(version, forKey: .version)
    try object.encode(command, forKey: .command)
    try object.encode(environment, forKey: .environment)
    try object.encode(startedAt, forKey: .startedAt)
    try object.encode(startedAtUnixSeconds, forKey: .startedAtUnixSeconds)
    try object.encode(seed, forKey: .seed)
    try object.encode(plan, forKey: .plan)
    try object.encode(durationSeconds, forKey: .durationSeconds)
    try object.encode(messages, forKey: .messages)
    try object.encode(messagesTotal, forKey: .messagesTotal)
    try object.encode(messagesPerSecond, forKey: .messagesPerSecond)
    try object.encode(bytesPerSecond, forKey: .bytesPerSecond)
    try object.encodeIfPresent(targetPerSecond, forKey: .targetPerSecond)
    try object.encode(unsent, forKey: .unsent)
    try object.encode(connections, forKey: .connections)
    try object.encode(connectionsOpened, forKey: .connectionsOpened)
    try object.encode(errors, forKey: .errors)
    try object.encode(errorsByCause, forKey: .errorsByCause)
    try object.encode(mismatches, forKey: .mismatches)
    try object.encodeIfPresent(firstMismatch, forKey: .firstMismatch)
    try object.encodeIfPresent(firstConnectFailure, forKey: .firstConnectFailure)
    try object.encode(endedEarly, forKey: .endedEarly)
    try object.encode(clientCPUSeconds, forKey: .clientCPUSeconds)
    try object.encode(latency, forKey: .latency)
    try object.encode(service, forKey: .service)
    try object.encode(firstByte, forKey: .firstByte)
    try object.encode(connect, forKey: .connect)
    try object.encode(sendLag, forKey: .sendLag)
    try object.encode(histograms, forKey: .histograms)
    try object.encode(intervals, forKey: .intervals)
    try object.encode(companions, forKey: .companions)
    try object.encode(threads, forKey: .threads)
    try object.encode(valid, forKey: .valid)
    try object.encode(doubts, forKey: .doubts)
    try object.encode(explanation, forKey: .explanation)
    if !parts.isEmpty { try object.encode(parts, forKey: .parts) }
  }

  /// Reads a record; keys it does not know are not looked at.
  ///
  /// Use ``init(json:)``, whose errors are sentences.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    version = try object.decode(String.self, forKey: .version)
    command = try object.decode([String].self, forKey: .command)
    environment = try object.decode(forKey: .environment)
    startedAtUnixSeconds = try object.decode(Double.self, forKey: .startedAtUnixSeconds)
    seed = try object.decode(UInt64.self, forKey: .seed)
    plan = try object.decode(forKey: .plan)
    durationSeconds = try object.decode(Double.self, forKey: .durationSeconds)
    messages = try object.decode(Int.self, forKey: .messages)
    messagesTotal = try object.decode(Int.self, forKey: .messagesTotal)
    messagesPerSecond = try object.decode(Double.self, forKey: .messagesPerSecond)
    bytesPerSecond = try object.decode(Double.self, forKey: .bytesPerSecond)
    targetPerSecond = try object.decodeIfPresent(Double.self, forKey: .targetPerSecond)
    unsent = try object.decode(Int.self, forKey: .unsent)
    connections = try object.decode(Int.self, forKey: .connections)
    connectionsOpened = try object.decode(Int.self, forKey: .connectionsOpened)
    errors = try object.decode(Int.self, forKey: .errors)
    errorsByCause = try object.decode([String: Int].self, forKey: .errorsByCause)
    mismatches = try object.decode(Int.self, forKey: .mismatches)
    firstMismatch = try object.decodeIfPresent(MismatchRecord.self, forKey: .firstMismatch)
    firstConnectFailure = try object.decodeIfPresent(String.self, forKey: .firstConnectFailure)
    endedEarly = try object.decode(Bool.self, forKey: .endedEarly)
    clientCPUSeconds = try object.decode(Double.self, forKey: .clientCPUSeconds)
    latency = try object.decode(forKey: .latency)
    service = try object.decode(forKey: .service)
    firstByte = try object.decode(forKey: .firstByte)
    connect = try object.decode(forKey: .connect)
    sendLag = try object.decode(forKey: .sendLag)
    histograms = try object.decode(forKey: .histograms)
    intervals = try object.decode(forKey: .intervals)
    companions = try object.decode(forKey: .companions)
    threads = try object.decode(forKey: .threads)
    doubts = try object.decode(forKey: .doubts)
    explanation = try object.decode([String].self, forKey: .explanation)
    parts = try object.decodeIfPresent([PartRecord].self, forKey: .parts) ?? []
  }
}

extension KeyedDecodingContainer {
  /// Decodes what the result's type says.
  fileprivate func decode<Value: Decodable>(forKey key: Key) throws -> Value {
    try decode(Value.self, forKey: key)
  }
}
