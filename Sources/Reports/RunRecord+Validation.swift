internal import Measurement

extension RunRecord {
  /// Refuses numbers that no run has, so that what reckons with them need not look.
  ///
  /// Histograms are not looked into: those of an hour are thousands, and what decodes one sees
  /// whether it is damaged.
  func validate() throws(RecordError) {
    for (name, count) in [
      ("messages", messages), ("messages_total", messagesTotal), ("unsent", unsent),
      ("connections", connections), ("connections_opened", connectionsOpened), ("errors", errors),
      ("mismatches", mismatches), ("first_mismatch.message", firstMismatch?.message ?? 0),
      ("first_mismatch.offset", firstMismatch?.offset ?? 0),
    ] {
      try RecordBounds.check(count: count, name)
    }
    for (cause, count) in errorsByCause {
      try RecordBounds.check(count: count, "errors_by_cause.\(cause)")
    }
    try RecordBounds.check(moment: startedAtUnixSeconds, "started_at_unix_seconds")
    for (name, amount) in [
      ("duration_seconds", durationSeconds), ("messages_per_second", messagesPerSecond),
      ("bytes_per_second", bytesPerSecond), ("target_per_second", targetPerSecond ?? 0),
      ("client_cpu_seconds", clientCPUSeconds),
    ] {
      try RecordBounds.check(amount, name)
    }
    for kind in LatencyKind.allCases { try self[kind].validate("\(kind.rawValue)_us") }
    try plan.validate()
    try environment.validate("environment")
    try validateLists()
  }

  private func validateLists() throws(RecordError) {
    for (index, interval) in intervals.enumerated() {
      try interval.validate("intervals[\(index)]")
    }
    try RecordBounds.check(sum: intervals.lazy.map(\.messages), "intervals", of: "messages")
    try RecordBounds.check(sum: intervals.lazy.map(\.failures), "intervals", of: "failures")
    for (index, companion) in companions.enumerated() {
      try companion.validate("companions[\(index)]")
    }
    try RecordBounds.check(sum: companions.lazy.map(\.wrong), "companions", of: "wrong replies")
    for (index, thread) in threads.enumerated() {
      try RecordBounds.check(thread.cpuShare, "threads[\(index)].cpu_share")
      try RecordBounds.check(thread.waitShare, "threads[\(index)].wait_share")
    }
    for (index, part) in parts.enumerated() { try part.validate("parts[\(index)]") }
  }
}

extension LatencyFigures {
  fileprivate func validate(_ way: String) throws(RecordError) {
    for (name, microseconds) in named {
      try RecordBounds.check(microseconds, "\(way).\(name)")
    }
  }
}

extension IntervalRecord {
  fileprivate func validate(_ way: String) throws(RecordError) {
    try RecordBounds.check(startSeconds, "\(way).start_seconds")
    try RecordBounds.check(durationSeconds, "\(way).duration_seconds")
    try RecordBounds.check(count: messages, "\(way).messages")
    try RecordBounds.check(messagesPerSecond, "\(way).messages_per_second")
    try RecordBounds.check(count: failures, "\(way).failures")
    try RecordBounds.check(count: connections, "\(way).connections")
    try RecordBounds.check(targetPerSecond, "\(way).target_per_second")
    try latency.validate("\(way).latency_us")
  }
}

extension PlanRecord {
  fileprivate func validate() throws(RecordError) {
    for (name, count) in [
      ("connections", connections), ("pipeline", pipeline), ("threads", threads),
      ("payload_bytes", payloadBytes ?? 0), ("messages_at_most", messagesAtMost ?? 0),
      ("messages_per_connection", messagesPerConnection ?? 0),
    ] {
      try RecordBounds.check(count: count, "plan.\(name)")
    }
    for (kind, count) in companions {
      try RecordBounds.check(count: count, "plan.companions.\(kind)")
    }
    for (name, amount) in [
      ("think_time_seconds", thinkTimeSeconds ?? 0), ("duration_seconds", durationSeconds),
      ("connect_rate_per_second", connectRatePerSecond ?? 0), ("warmup_seconds", warmupSeconds),
      ("reply_timeout_seconds", replyTimeoutSeconds),
      ("connect_timeout_seconds", connectTimeoutSeconds),
    ] {
      try RecordBounds.check(amount, "plan.\(name)")
    }
    for (index, segment) in (profile ?? []).enumerated() {
      let way = "plan.profile[\(index)]"
      try RecordBounds.check(segment.fromPerSecond, "\(way).from_per_second")
      try RecordBounds.check(segment.toPerSecond, "\(way).to_per_second")
      try RecordBounds.check(segment.durationSeconds, "\(way).duration_seconds")
    }
  }
}

extension CompanionRecord {
  fileprivate func validate(_ way: String) throws(RecordError) {
    for (name, count) in [
      ("wanted", wanted), ("open", open), ("rounds", rounds), ("ended_by_server", endedByServer),
      ("refused", refused), ("wrong", wrong),
    ] {
      try RecordBounds.check(count: count, "\(way).\(name)")
    }
  }
}

extension PartRecord {
  fileprivate func validate(_ way: String) throws(RecordError) {
    try RecordBounds.check(moment: startedAtUnixSeconds, "\(way).started_at_unix_seconds")
    try RecordBounds.check(durationSeconds, "\(way).duration_seconds")
    try RecordBounds.check(count: messages, "\(way).messages")
    try environment.validate("\(way).environment")
  }
}
