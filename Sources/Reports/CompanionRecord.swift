public import Stress

/// What the difficult peers of one kind saw, as it is kept.
public struct CompanionRecord: Sendable, Equatable, Codable {
  /// Which kind: `idle`, `slow_reader`, `slow_writer`, `half_closer` or `resetter`.
  public var kind: String
  /// How many of them were wanted at once.
  public var wanted: Int
  /// How many stood when the measurement ended.
  public var open: Int
  /// Conversations that came to the end they should.
  public var rounds: Int
  /// Conversations that the server ended.
  public var endedByServer: Int
  /// Connections that could not be opened.
  public var refused: Int
  /// Replies that were wrong, or missing where the server has no excuse.
  public var wrong: Int

  /// What is kept of a companion's report.
  public init(_ report: CompanionReport) {
    kind = snakeCase(report.kind.rawValue)
    wanted = report.wanted
    open = report.open
    rounds = report.rounds
    endedByServer = report.endedByServer
    refused = report.refused
    wrong = report.wrong
  }

  private enum CodingKeys: String, CodingKey {
    case kind, wanted, open, rounds, refused, wrong
    case endedByServer = "ended_by_server"
  }
}

extension CompanionRecord {
  /// Those of the same kind together, in the order in which the kinds come.
  static func merged(_ companions: [CompanionRecord]) -> [CompanionRecord] {
    companions.reduce(into: []) { all, next in
      guard let index = all.firstIndex(where: { $0.kind == next.kind }) else {
        all.append(next)
        return
      }
      for count in [
        \CompanionRecord.wanted, \.open, \.rounds, \.endedByServer, \.refused, \.wrong,
      ] {
        all[index][keyPath: count] = capped(all[index][keyPath: count], next[keyPath: count])
      }
    }
  }
}
