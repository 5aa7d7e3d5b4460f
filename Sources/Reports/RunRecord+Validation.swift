extension RunRecord {
  /// Times that a file may name, in seconds: up to the year 9999, and no run is longer than 30
  /// years.
  private static let moments = 0.0...253_402_300_799
  private static let durations = 0.0...1e9

  /// Refuses figures that no run has, so that what reckons with them need not look.
  func validate() throws(RecordError) {
    let counts = [
      ("messages", messages), ("messages_total", messagesTotal), ("unsent", unsent),
      ("connections", connections), ("connections_opened", connectionsOpened), ("errors", errors),
      ("mismatches", mismatches), ("plan.connections", plan.connections),
      ("plan.threads", plan.threads),
    ]
    let byName = errorsByCause.map { ("errors_by_cause.\($0)", $1) }
    for (name, count) in counts + byName where count < 0 {
      throw .wrongValue(name, expected: "a count")
    }
    guard Self.moments.contains(startedAtUnixSeconds) else {
      throw .wrongValue("started_at_unix_seconds", expected: "a moment")
    }
    guard Self.durations.contains(durationSeconds) else {
      throw .wrongValue("duration_seconds", expected: "a duration")
    }
    for (index, interval) in intervals.enumerated() {
      guard interval.messages >= 0, interval.failures >= 0, interval.connections >= 0,
        Self.durations.contains(interval.startSeconds),
        Self.durations.contains(interval.durationSeconds)
      else { throw .wrongValue("intervals[\(index)]", expected: "an interval") }
    }
  }
}
