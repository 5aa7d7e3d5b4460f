internal import Measurement
internal import Sockets

/// Samples a server's tree of processes while it is under load, from a thread of its own.
///
/// The first sample is taken when the measurement begins and the second near its end: what was used
/// up in between, divided by the time in between, is the server's cost per second of steady load,
/// and free of what connecting and disconnecting cost.
final class ServerSampler: Sendable {
  /// What the load cost the server.
  struct Usage: Sendable {
    /// CPU time and switches from the first sample to the second.
    var used: TreeSample
    /// Threads and processes while it was under load, and memory where that was cheap to sample.
    var held: TreeSample

    /// How long that was, in seconds.
    var seconds: Double { Double(used.instant) / 1e9 }
  }

  /// Beyond so many processes, or threads, looking at each takes longer than a run does.
  private static let mostLookedAt = 200

  private let server: ServerProcess
  private let nanoseconds: UInt64
  private let usage = Locked<Usage?>(nil)
  private let isDone = Locked(false)
  private let began = Locked(false)
  private let isOver = Locked(false)

  /// - Parameter seconds: how long the measurement lasts.
  init(_ server: ServerProcess, seconds: Double) {
    self.server = server
    // A century at the most: beyond that a number of nanoseconds does not hold it.
    nanoseconds = UInt64(min(max(0, seconds), 3e9) * 0.85 * 1e9)
  }

  /// The measurement has begun; returns at once.
  func begin() {
    began.withLock { $0 = true }
    do {
      try SystemThread(name: "sampler") { [self] in
        sample()
        isDone.withLock { $0 = true }
      }.detach()
    } catch {
      isDone.withLock { $0 = true }
    }
  }

  /// What was found, once the measurement is over; `nil` where there was none, or the server ended.
  ///
  /// A load that ended early is not waited for any longer, and a task that is cancelled not at all.
  func result() async -> Usage? {
    guard began.withLock({ $0 }) else { return nil }
    isOver.withLock { $0 = true }
    while !isDone.withLock({ $0 }) {
      do { try await Task.sleep(for: .milliseconds(1)) } catch { return nil }
    }
    return usage.withLock { $0 }
  }

  private func sample() {
    guard let few = try? server.sample([]) else { return }
    let isSmall = few.threads <= Self.mostLookedAt && few.processes <= Self.mostLookedAt
    let parts: TreeSample.Parts = isSmall ? .switches : []
    guard let first = try? server.sample(parts) else { return }
    guard waitForTheEnd(), let second = try? server.sample(parts) else { return }
    var held = first
    if isSmall, let memory = try? server.sample(.memory), memory.threads >= first.threads {
      held.proportionalBytes = memory.proportionalBytes
    }
    var used = second - first
    if second.threads < first.threads {
      // The clients have left already, and threads with them: their switches are gone.
      used.voluntarySwitches = nil
      used.involuntarySwitches = nil
    }
    let found = Usage(used: used, held: held)
    usage.withLock { $0 = found }
  }

  /// Sleeps until the second sample is due, or the load is over.
  ///
  /// - Returns: whether that was long enough to say what the load costs.
  private func waitForTheEnd() -> Bool {
    var poll = PollSet()
    let begin = MonotonicClock.nanoseconds
    while true {
      let passed = MonotonicClock.nanoseconds - begin
      guard passed < nanoseconds else { return true }
      // What was sampled behind a load would be idleness.
      if isOver.withLock({ $0 }) { return passed > nanoseconds / 2 }
      poll.wait(min(50_000_000, nanoseconds - passed))
    }
  }
}
