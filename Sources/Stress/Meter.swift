internal import Measurement
internal import Reactor

/// What one thread of a load measures: which replies count, and in which histogram; without a
/// clock.
///
/// Confined to that thread's loop.
struct Meter {
  /// From the time a message was due, of the interval under way.
  let latency = HistogramRecorder()
  /// From the time it was sent; in a closed loop that is the same, and nothing is recorded here.
  let serviceTime = HistogramRecorder()
  /// Of the replies that came in pieces: when they were whole, and when their first byte came.
  ///
  /// Most come in one, and their first byte with their last: they need no counting of their own.
  private let piecewise = HistogramRecorder()
  private let piecewiseFirstByte = HistogramRecorder()
  let connectTime = HistogramRecorder()
  let sendLag = HistogramRecorder()

  /// Replies that count.
  private(set) var messages = 0
  /// Replies of the whole run.
  private(set) var messagesInAll = 0
  /// Payload bytes of the replies that count, one way.
  private(set) var bytes = 0

  private(set) var errorsByCause: [StressFailure: Int] = [:]
  private(set) var firstConnectFailure: SocketError?
  private(set) var mismatches = 0
  private(set) var firstMismatch: Mismatch?

  /// Where the measured time begins and how long it is, in nanoseconds.
  private var from: UInt64 = .max
  private var length: UInt64 = 0
  /// Replies to measure; more than can come in: time alone counts.
  private let limit: Int
  /// Whether a message counts by when it was due, rather than by when its reply came.
  let isOpenLoop: Bool

  init(isOpenLoop: Bool, limit: Int?) {
    self.isOpenLoop = isOpenLoop
    self.limit = limit ?? .max
  }

  /// Errors and mismatches.
  var failures: Int { errorsByCause.values.reduce(0, +) + mismatches }

  /// Whether all replies that were to be measured have been.
  @inline(__always)
  var isFull: Bool { messages == limit }

  /// What is measured from now on: a time and a length, in nanoseconds.
  mutating func measure(from: UInt64, for length: UInt64) {
    self.from = from
    self.length = length
  }

  /// Replies have come, at `now`.
  @inline(__always)
  mutating func record(_ replies: Exchange.Replies, _ now: UInt64) {
    messagesInAll &+= replies.count
    guard counts(isOpenLoop ? replies.times.due : now) else { return }
    let count = min(replies.count, limit &- messages)
    messages &+= count
    bytes &+=
      count == replies.count
      ? replies.payloadBytes
      : replies.payloadBytes / replies.count * count
    latency.record(now &- replies.times.due, count: count)
    if isOpenLoop { serviceTime.record(now &- replies.times.sent, count: count) }
    if replies.firstByte != now {
      piecewise.record(now &- replies.times.sent, count: count)
      piecewiseFirstByte.record(replies.firstByte &- replies.times.sent, count: count)
    }
  }

  /// From the sending of the messages to the first byte of their replies.
  ///
  /// - Parameter serviceTime: from the sending to the last byte, of all of them.
  func firstByte(_ serviceTime: Histogram) -> Histogram {
    var all = serviceTime.removing(piecewise.snapshot())
    all.merge(piecewiseFirstByte.snapshot())
    return all
  }

  /// A message is sent that the client itself has let wait.
  @inline(__always)
  func recordSend(due: UInt64, lag: UInt64) {
    if counts(due) { sendLag.record(lag) }
  }

  /// Ends the measurement.
  ///
  /// - Returns: how old the messages are that were due until then and have not been sent.
  mutating func end(_ now: UInt64, _ pacer: inout Pacer?) -> Histogram {
    var unsent = Histogram()
    guard isOpenLoop, from < now else {
      length = 0
      return unsent
    }
    length = min(length, now &- from)
    let end = from &+ length
    pacer?.giveUp(before: end) { due, count in
      if counts(due) { unsent.record(end &- due, count: UInt64(count)) }
    }
    return unsent
  }

  /// One comparison for both ends: what is before the beginning wraps round to a big number.
  @inline(__always)
  private func counts(_ time: UInt64) -> Bool { time &- from < length }

  mutating func failed(_ failure: StressFailure) { errorsByCause[failure, default: 0] += 1 }

  mutating func connectFailed(_ error: SocketError) {
    failed(StressFailure(connecting: error))
    if firstConnectFailure == nil { firstConnectFailure = error }
  }

  mutating func mismatched(_ mismatch: Mismatch) {
    mismatches += 1
    if firstMismatch == nil { firstMismatch = mismatch }
  }
}
