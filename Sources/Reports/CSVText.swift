/// The intervals of a run as comma-separated values (RFC 4180): a header, one line each, CRLF.
enum CSVText {
  private static let columns =
    [
      "start_seconds", "duration_seconds", "messages", "messages_per_second", "failures",
      "connections", "target_per_second",
    ] + LatencyFigures.CodingKeys.allCases.map { "latency_\($0.rawValue)_us" }

  static func intervals(_ record: RunRecord) -> String {
    let lines = record.intervals.map { interval in
      [
        shortest(interval.startSeconds), shortest(interval.durationSeconds), "\(interval.messages)",
        shortest(interval.messagesPerSecond), "\(interval.failures)", "\(interval.connections)",
        // Nothing where there is no target: a zero would be one.
        interval.targetPerSecond.map(shortest) ?? "",
      ] + interval.latency.named.map { shortest($0.microseconds) }
    }
    // Names and numbers: nothing here ever needs quotes.
    return ([columns] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}

extension RunRecord {
  /// The intervals as comma-separated values, with a header that names each column and its unit.
  ///
  /// Source: RFC 4180.
  public func csv() -> String { CSVText.intervals(self) }
}
