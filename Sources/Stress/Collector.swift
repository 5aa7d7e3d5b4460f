internal import Measurement
internal import Sockets

/// How one thread of a load is doing.
struct ShardStatus: Sendable {
  let shard: Int
  let phase: StressProgress.Phase
  let connections: Int
  let messages: Int
  let messagesInAll: Int
  let errorsByCause: [StressFailure: Int]
  let mismatches: Int
  /// What it measured in the interval that has just ended, if one has.
  var interval: ShardInterval?
}

/// One thread's part of an interval.
struct ShardInterval: Sendable {
  let number: Int
  let isLast: Bool
  /// When it ended, in nanoseconds after the measurement began.
  let end: UInt64
  let messages: Int
  let failures: Int
  let connections: Int
  let latency: Histogram
}

/// Puts together what the threads of a load tell every second.
///
/// Called on their threads.
final class Collector: Sendable {
  private struct State {
    var latest: [ShardStatus?]
    var partial: [Int: (parts: Int, interval: StressInterval, end: UInt64, latency: Histogram)] =
      [:]
    /// How many intervals those threads had that have told all they had.
    var finished: [Int: Int] = [:]
    /// When the last of the intervals ended.
    var end: UInt64 = 0
    var intervals: [StressInterval] = []
    var total = Histogram()
    var lastLatency = Histogram()
    var lastCount = (messages: 0, time: UInt64(0))
  }

  private let state: Locked<State>
  private let plan: StressPlan
  private let progress: (@Sendable (StressProgress) -> Void)?

  init(_ plan: StressPlan, _ progress: (@Sendable (StressProgress) -> Void)?) {
    self.plan = plan
    self.progress = progress
    state = Locked(State(latest: Array(repeating: nil, count: plan.threads)))
  }

  /// The intervals in order, to be asked for when every thread has told all it has: one that ended
  /// before the others is missing in those that came later.
  var intervals: [StressInterval] {
    state.withLock { state in
      for number in state.partial.keys.sorted() { complete(number, &state) }
      return state.intervals
    }
  }

  /// Takes what a thread tells.
  func add(_ status: ShardStatus) {
    let news = state.withLock { state -> StressProgress? in
      state.latest[status.shard] = status
      var isComplete = false
      if let interval = status.interval { isComplete = add(interval, &state) }
      // One report a second, whatever the number of threads.
      guard isComplete || (status.interval == nil && status.shard == 0) else { return nil }
      return summary(&state)
    }
    if let news { progress?(news) }
  }

  /// A thread has nothing more to tell: its connections are gone, or it has had its replies.
  ///
  /// - Parameter intervals: how many it told of.
  func finish(_ shard: Int, after intervals: Int) {
    state.withLock { state in
      state.finished[shard] = intervals
      _ = completeThoseTold(&state)
    }
  }

  private func add(_ part: ShardInterval, _ state: inout State) -> Bool {
    var (parts, interval, end, latency) =
      state.partial[part.number] ?? (0, StressInterval(), 0, Histogram())
    parts += 1
    end = max(end, part.end)
    interval.messages += part.messages
    interval.failures += part.failures
    interval.connections += part.connections
    latency.merge(part.latency)
    state.partial[part.number] = (parts, interval, end, latency)
    return completeThoseTold(&state) && !part.isLast
  }

  /// Puts those in order that every thread has told its part of, if it has one.
  ///
  /// - Returns: whether there are new ones.
  private func completeThoseTold(_ state: inout State) -> Bool {
    let before = state.intervals.count
    while let part = state.partial[state.intervals.count] {
      let number = state.intervals.count
      let absent = state.finished.values.count { $0 <= number }
      guard part.parts + absent >= plan.threads else { break }
      complete(number, &state)
    }
    return state.intervals.count > before
  }

  private func complete(_ number: Int, _ state: inout State) {
    guard let part = state.partial.removeValue(forKey: number) else { return }
    var interval = part.interval
    state.total.merge(part.latency)
    state.lastLatency = part.latency
    // Threads may be late, each at its own times: from end to end the intervals are all of the time.
    let end = max(state.end, part.end)
    interval.start = .nanoseconds(Int64(state.end))
    interval.duration = .nanoseconds(Int64(end - state.end))
    state.end = end
    interval.latency = EncodedHistogram(part.latency)
    interval.target = plan.load.profile?.mean(from: interval.start, for: interval.duration)
    state.intervals.append(interval)
  }

  private func summary(_ state: inout State) -> StressProgress {
    let all = state.latest.compactMap { $0 }
    var progress = StressProgress(Self.phase(all.map(\.phase)))
    progress.total = plan.measuredTime
    progress.connections = all.reduce(0) { $0 + $1.connections }
    progress.messages = all.reduce(0) { $0 + $1.messages }
    for status in all {
      progress.errorsByCause.merge(status.errorsByCause, uniquingKeysWith: +)
      progress.mismatches += status.mismatches
    }
    let now = MonotonicClock.nanoseconds
    let inAll = all.reduce(0) { $0 + $1.messagesInAll }
    if progress.phase == .measuring, let interval = state.intervals.last {
      progress.interval = interval
      progress.elapsed = interval.start + interval.duration
      progress.intervalLatency = LatencySummary(state.lastLatency)
      progress.latency = LatencySummary(state.total)
    } else {
      progress.interval.duration = .nanoseconds(Int64(now - max(1, state.lastCount.time)))
      progress.interval.messages = inAll - state.lastCount.messages
    }
    state.lastCount = (inAll, now)
    return progress
  }

  /// The load is in the phase that the first of its threads has not left yet.
  private static func phase(_ phases: [StressProgress.Phase]) -> StressProgress.Phase {
    StressProgress.Phase.allCases.first { phases.contains($0) } ?? .connecting
  }
}
