internal import Stress

/// Two runs side by side: each figure, its change, and whether the change is more than noise.
public struct RunComparison: Sendable, Equatable {
  /// What the keys of its JSON mean; see ``RunRecord/schema``.
  public static let schema = 1

  /// The figures, in the order in which they are shown.
  public let figures: [ComparedFigure]

  /// What was not the same by intention or circumstance.
  public let differences: [RunDifference]

  /// What else to know before believing it, a sentence each.
  public let notes: [String]

  /// Whether the runs asked the same of a server, from the same machine.
  public var isComparable: Bool { !differences.contains { $0.matters } }

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - a: the earlier one, which changes are counted from.
  ///   - b: the later one.
  public init(_ a: RunRecord, _ b: RunRecord) {
    figures = ComparedFigure.Name.allCases.map { name in
      ComparedFigure(
        name: name, a: name.value(in: a), b: name.value(in: b), noise: Self.noise(name, a, b))
    }
    differences = RunDifference.between(a, b)
    notes = Self.notes(a, b, differences)
  }

  /// One JSON object on one line, keys sorted, with a newline at its end.
  ///
  /// - Throws: `RecordError.notFinite` where a figure is no number.
  public func json() throws(RecordError) -> String { try JSONText.line(self) }

  private static func noise(
    _ name: ComparedFigure.Name, _ a: RunRecord, _ b: RunRecord
  ) -> Double? {
    guard let left = Noise(name.perInterval(of: a)), let right = Noise(name.perInterval(of: b))
    else { return nil }
    return Noise.limit(left, right)
  }

  private static func notes(
    _ a: RunRecord, _ b: RunRecord, _ differences: [RunDifference]
  ) -> [String] {
    var notes: [String] = []
    let obstacles = differences.filter(\.matters).map(\.words)
    if !obstacles.isEmpty {
      notes.append(
        "The runs are not comparable: they differ in \(obstacles.joined(separator: "; ")).")
    }
    for (name, record) in [("A", a), ("B", b)] {
      if let doubt = record.doubts.first {
        notes.append("Run \(name) is not valid: \(doubt.reason).")
      }
      if record.messages == 0 { notes.append("In run \(name) not one reply was measured.") }
      if record.endedEarly { notes.append("Run \(name) was ended early.") }
    }
    if a == b { notes.append("The two are the same run.") }
    return notes
  }
}

extension RunComparison: Encodable {
  private enum Key: String, CodingKey { case schema, comparable, figures, differences, notes }

  /// Writes the JSON form.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(Self.schema, forKey: .schema)
    try object.encode(isComparable, forKey: .comparable)
    try object.encode(figures, forKey: .figures)
    try object.encode(differences, forKey: .differences)
    try object.encode(notes, forKey: .notes)
  }
}

extension ComparedFigure.Name {
  /// The figure of a whole run.
  fileprivate func value(in record: RunRecord) -> Double? {
    switch self {
    case .rate: return record.messagesPerSecond
    case .failures: return Double(record.errors) + Double(record.mismatches)
    case .serviceP99: return record.service.max > 0 ? record.service.p99 : nil
    case .cpuPerMessage:
      return record.messages > 0 ? record.clientCPUSeconds / Double(record.messages) * 1e6 : nil
    case .p50, .p90, .p99, .p999, .max:
      return record.latency.max > 0 ? figure(record.latency) : nil
    }
  }

  /// The figure of each interval, where intervals are alike and have it; otherwise none.
  ///
  /// The last interval of a run that was ended early is a fraction of a second: it is left out.
  fileprivate func perInterval(of record: RunRecord) -> [Double] {
    guard !record.plan.changesRate else { return [] }
    let longest = record.intervals.map(\.durationSeconds).max() ?? 0
    let whole = record.intervals.filter { $0.durationSeconds >= longest / 2 }
    switch self {
    case .rate: return whole.map(\.messagesPerSecond)
    case .serviceP99, .failures, .cpuPerMessage: return []
    case .p50, .p90, .p99, .p999, .max:
      return whole.filter { $0.latency.max > 0 }.map { figure($0.latency) ?? 0 }
    }
  }

  private func figure(_ latency: LatencyFigures) -> Double? {
    switch self {
    case .p50: latency.p50
    case .p90: latency.p90
    case .p99: latency.p99
    case .p999: latency.p999
    case .max: latency.max
    case .rate, .serviceP99, .failures, .cpuPerMessage: nil
    }
  }
}

extension PlanRecord {
  /// Whether it asks for another rate at another time, so that intervals differ by intention.
  var changesRate: Bool {
    guard let profile, let first = profile.first else { return false }
    return profile.contains {
      $0.fromPerSecond != first.fromPerSecond || $0.toPerSecond != first.fromPerSecond
    }
  }
}
