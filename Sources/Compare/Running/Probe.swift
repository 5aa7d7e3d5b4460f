internal import CLinux
internal import Measurement
internal import Sockets

/// A client of its own that asks at fixed times, from a thread of its own, and writes down when it
/// was answered: a victim's view, millisecond by millisecond.
///
/// Each latency counts from when the message was due, whatever held it up.
final class Probe: Sendable {
  private let book = Locked(ProbeRecord())
  private let isEnding = Locked(false)

  /// One that has its connection; the first question follows at once.
  ///
  /// - Parameters:
  ///   - every: how often, in nanoseconds.
  ///   - reconnects: whether a connection that is lost is replaced; otherwise it ends.
  static func start(
    _ endpoint: Endpoint, every: UInt64, reconnects: Bool = false
  ) async throws(RunProblem) -> Probe {
    try await Aside.run("probe-start") { () throws(RunProblem) in
      do throws(SocketError) {
        let probe = Probe()
        let socket = try Herd.Member(endpoint, Self.patience)
        try SystemThread(name: "probe") { probe.ask(socket, endpoint, every, reconnects) }.detach()
        return probe
      } catch {
        throw RunProblem(.failed, "\(error)")
      }
    }
  }

  private init() {}

  private static let patience: UInt64 = 5_000_000_000
  private static let bytes = 8

  /// The time, as the record has it.
  var now: UInt64 { MonotonicClock.nanoseconds }

  /// Suspends until the record says so, or the time is up.
  ///
  /// - Parameter nanoseconds: the most that is waited.
  func wait(until holds: (ProbeRecord) -> Bool, atMost nanoseconds: UInt64) async {
    let end = now &+ nanoseconds
    while now < end, !Task.isCancelled, !book.withLock({ holds($0) }) {
      try? await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Ends it, and gives what it wrote down; once more changes nothing.
  ///
  /// Returns at once, even where its thread still waits for an answer that may never come.
  @discardableResult
  func end() -> ProbeRecord {
    isEnding.withLock { isEnding in
      let time = now
      if !isEnding { book.withLock { $0.end(time) } }
      isEnding = true
    }
    return book.withLock { $0 }
  }

  private func ask(
    _ first: Herd.Member, _ endpoint: Endpoint, _ every: UInt64, _ reconnects: Bool
  ) {
    var socket: Herd.Member? = first
    var due = now
    var poll = PollSet()
    while !isEnding.withLock({ $0 }) {
      let early = due &- min(due, now)
      if early > 0 { poll.wait(early) }
      book.withLock { $0.ask(due) }
      if socket == nil { socket = try? Herd.Member(endpoint, Self.patience) }
      let isAnswered = socket.map { Self.exchange($0.fd) } ?? false
      guard isAnswered else {
        socket = nil
        guard reconnects else { return }
        poll.wait(1_000_000)
        continue
      }
      let time = now
      book.withLock { $0.add(due: due, latency: time &- min(due, time)) }
      due &+= every
    }
  }

  private static func exchange(_ fd: Int32) -> Bool {
    var message = [UInt8](repeating: 0x2e, count: bytes)
    guard BlockingCalls.send(fd, message, bytes) == .bytes(bytes) else { return false }
    var received = 0
    while received < bytes {
      guard case .bytes(let count) = BlockingCalls.receive(fd, &message, bytes - received) else {
        return false
      }
      received += count
    }
    return true
  }
}

/// What a probe wrote down.
struct ProbeRecord: Sendable, Equatable {
  private var points: [(due: UInt64, latency: UInt64)] = []
  /// When the question was due that has no answer yet.
  private var asked: UInt64?
  /// When it was over.
  private var ended: UInt64?

  static func == (left: ProbeRecord, right: ProbeRecord) -> Bool {
    left.points.elementsEqual(right.points, by: ==) && left.asked == right.asked
      && left.ended == right.ended
  }

  /// A question was due then, in nanoseconds, and waits for its answer.
  mutating func ask(_ due: UInt64) { if ended == nil { asked = due } }

  /// It was answered; in the order of their times, in nanoseconds.
  mutating func add(due: UInt64, latency: UInt64) {
    guard ended == nil else { return }
    points.append((due, latency))
    asked = nil
  }

  /// No more is written down, from this moment on.
  mutating func end(_ time: UInt64) { ended = time }

  var count: Int { points.count }

  /// What all is well means: so long a latency, or less, in nanoseconds.
  ///
  /// Twenty times what was usual before, and at least 5 ms, below which a busy machine's scheduler
  /// makes a difference too.
  private func limit(before time: UInt64) -> UInt64 {
    let usual = points.lazy.filter { $0.due < time }.map(\.latency).sorted()
    return max(5_000_000, usual.isEmpty ? 0 : usual[usual.count / 2] &* 20)
  }

  /// Whether the last ten that were due since then were answered as before.
  func isCalm(since time: UInt64) -> Bool {
    let limit = limit(before: time)
    let latest = points.suffix(10)
    return latest.count == 10 && latest.allSatisfy { $0.due > time && $0.latency <= limit }
  }

  /// From a moment to the answer of the last one that waited longer than before.
  ///
  /// In milliseconds; 0: nobody did. `nil`: at the end somebody still waited, so that nobody knows.
  func recovery(after time: UInt64) -> Double? {
    let limit = limit(before: time)
    if let asked, let ended, ended > asked, ended - asked > limit { return nil }
    let late = points.last { $0.due + $0.latency > time && $0.latency > limit }
    return late.map { Double($0.due + $0.latency - time) / 1e6 } ?? 0
  }

  /// The 99th percentile in microseconds; `nil` where nothing was answered.
  var p99: Double? { Self.p99(points.map(\.latency)) }

  /// The 99th percentile, window by window: seconds since the first, microseconds.
  ///
  /// - Parameter window: in nanoseconds.
  func timeline(window: UInt64) -> [PointRecord] {
    guard let first = points.first?.due else { return [] }
    let windows = Dictionary(grouping: points) { ($0.due - first) / window }
    return windows.keys.sorted().compactMap { number in
      Self.p99(windows[number, default: []].map(\.latency)).map {
        PointRecord(x: Double(number * window) / 1e9, y: $0)
      }
    }
  }

  private static func p99(_ latencies: [UInt64]) -> Double? {
    let sorted = latencies.sorted()
    guard !sorted.isEmpty else { return nil }
    let rank = (sorted.count * 99 + 99) / 100
    return Double(sorted[rank - 1]) / 1e3
  }
}
