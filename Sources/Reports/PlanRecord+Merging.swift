extension PlanRecord {
  /// The plan that several plans come to when they are carried out together.
  ///
  /// What counts connections, threads, peers or rates is added; the rest is the first one's.
  ///
  /// - Parameter plans: at least one.
  static func merged(_ plans: [PlanRecord]) -> PlanRecord {
    var whole = plans[0]
    for plan in plans.dropFirst() {
      for endpoint in plan.endpoints where !whole.endpoints.contains(endpoint) {
        whole.endpoints.append(endpoint)
      }
      whole.connections = capped(whole.connections, plan.connections)
      whole.threads = capped(whole.threads, plan.threads)
      for (kind, count) in plan.companions {
        whole.companions[kind] = capped(whole.companions[kind] ?? 0, count)
      }
      whole.connectRatePerSecond = both(whole.connectRatePerSecond, plan.connectRatePerSecond, +)
      whole.messagesAtMost = both(whole.messagesAtMost, plan.messagesAtMost, capped)
      whole.profile = both(whole.profile, plan.profile, added)
      whole.durationSeconds = max(whole.durationSeconds, plan.durationSeconds)
    }
    return whole
  }

  /// Two limits together; none where one has none.
  private static func both<Value>(
    _ left: Value?, _ right: Value?, _ add: (Value, Value) -> Value
  ) -> Value? {
    guard let left, let right else { return nil }
    return add(left, right)
  }

  /// The rates of two profiles together, where they change at the same times; otherwise the first.
  private static func added(_ left: [Segment], _ right: [Segment]) -> [Segment] {
    guard left.map(\.durationSeconds) == right.map(\.durationSeconds) else { return left }
    return zip(left, right).map { left, right in
      Segment(
        fromPerSecond: left.fromPerSecond + right.fromPerSecond,
        toPerSecond: left.toPerSecond + right.toPerSecond, durationSeconds: left.durationSeconds)
    }
  }
}

/// A sum, or the largest number where it is none: the merged record is refused for that.
func capped(_ left: Int, _ right: Int) -> Int {
  let (sum, overflowed) = left.addingReportingOverflow(right)
  return overflowed ? .max : sum
}
