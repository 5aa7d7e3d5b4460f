/// What was measured of one contestant at one cell.
public struct EntryRecord: Sendable, Equatable {
  /// Its name.
  public var contestant: String
  /// What each round measured, in their order.
  public var runs: [RunFigures] = []
  /// The medians over the runs.
  public var figures = RunFigures()
  /// The figure that decides, with its interval; `nil` where nothing was measured.
  public var estimate: EstimateRecord?
  /// Why it was not measured.
  public var skipped: String?
  /// The limit of the contestant that was reached: a result, not a failure.
  public var limit: String?
  /// Why the figures are the client's rather than the contestant's; such an entry is not judged.
  public var clientBound: String?
  /// The latency by quantile of all runs together: quantiles from 0 to 1, microseconds.
  public var curve: [PointRecord] = []
  /// The 99th percentile over time: seconds, microseconds.
  public var timeline: [PointRecord] = []

  /// Whether the client was the bottleneck.
  public var isClientBound: Bool { clientBound != nil }
}

extension EntryRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case contestant, runs, figures, estimate, skipped, limit, curve, timeline
    case isClientBound = "client_bound"
    case clientBound = "client_bound_reason"
  }

  /// Reads an entry; a curve that is not there is empty.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    contestant = try object.decode(String.self, forKey: .contestant)
    runs = try object.decode([RunFigures].self, forKey: .runs)
    figures = try object.decode(RunFigures.self, forKey: .figures)
    estimate = try object.decodeIfPresent(EstimateRecord.self, forKey: .estimate)
    skipped = try object.decodeIfPresent(String.self, forKey: .skipped)
    limit = try object.decodeIfPresent(String.self, forKey: .limit)
    clientBound = try object.decodeIfPresent(String.self, forKey: .clientBound)
    curve = try object.decodeIfPresent([PointRecord].self, forKey: .curve) ?? []
    timeline = try object.decodeIfPresent([PointRecord].self, forKey: .timeline) ?? []
  }

  /// Writes an entry, whether it is bound by the client included.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(contestant, forKey: .contestant)
    try object.encode(runs, forKey: .runs)
    try object.encode(figures, forKey: .figures)
    try object.encodeIfPresent(estimate, forKey: .estimate)
    try object.encodeIfPresent(skipped, forKey: .skipped)
    try object.encodeIfPresent(limit, forKey: .limit)
    try object.encode(isClientBound, forKey: .isClientBound)
    try object.encodeIfPresent(clientBound, forKey: .clientBound)
    if !curve.isEmpty { try object.encode(curve, forKey: .curve) }
    if !timeline.isEmpty { try object.encode(timeline, forKey: .timeline) }
  }
}

/// A figure with the interval that it lies in.
public struct EstimateRecord: Sendable, Equatable, Codable {
  /// The median over the runs.
  public var median: Double
  /// The lower end of its confidence interval.
  public var low: Double
  /// The upper end.
  public var high: Double
  /// How many runs it is of.
  public var runs: Int
}

/// A point of a line; in a file `[x,y]`.
public struct PointRecord: Sendable, Equatable {
  /// How far right it is.
  public var x: Double
  /// How far up it is.
  public var y: Double
}

extension PointRecord: Codable {
  /// Reads a list of two numbers.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    x = try list.decode(Double.self)
    y = try list.decode(Double.self)
  }

  /// Writes a list of two numbers.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(x)
    try list.encode(y)
  }
}
