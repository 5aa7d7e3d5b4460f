internal import CLinux
internal import Measurement

/// When the messages of one thread of an open loop are due: the inverse of the number of messages
/// that a profile asks for up to a time.
///
/// It knows no clock and no connection, so a server that stalls cannot delay it.
struct ArrivalSchedule {
  /// A stretch of the profile with what has come before it.
  private struct Stretch {
    /// In seconds after the schedule's begin.
    let start: Double
    /// In seconds; infinite for one without an end.
    let length: Double
    let from: Double
    let to: Double
    /// Messages that were due before it, of all threads.
    let messagesBefore: Double

    /// Messages that are due in it.
    var messages: Double { from == 0 && to == 0 ? 0 : (from + to) / 2 * length }

    /// When as many messages of it have been due, in seconds after its start.
    func time(of count: Double) -> Double {
      guard count > 0 else { return 0 }
      let slope = length.isFinite ? (to - from) / length : 0
      // The stable root of from * x + slope / 2 * x² = count; rounding may leave less than nothing
      // under it at the end of a ramp to zero.
      return 2 * count / (from + max(0, from * from + 2 * slope * count).squareRoot())
    }
  }

  /// When the next message is due, in nanoseconds of the monotonic clock; `.max`: none is.
  private(set) var next: UInt64 = 0

  private var stretches: [Stretch] = []
  private var current = 0
  /// Messages that are due before the next one, of all threads.
  private var position: Double
  private let stride: Double
  private let arrivals: Arrivals
  private var random: SplitMix64
  private let begin: UInt64
  private let end: UInt64

  /// - Parameters:
  ///   - begin: when the warm-up begins, in nanoseconds; it goes at the profile's first rate.
  ///   - measuringFrom: when the profile begins.
  ///   - end: from when on nothing is due.
  ///   - thread: which of `threads` equal parts this one is.
  init(
    _ profile: RateProfile, _ arrivals: Arrivals, begin: UInt64, measuringFrom: UInt64,
    end: UInt64, thread: Int = 0, of threads: Int = 1, seed: UInt64
  ) {
    self.arrivals = arrivals
    self.begin = begin
    self.end = end
    stride = Double(threads)
    random = SplitMix64(seed: seed &+ UInt64(thread) &* 0x9E37_79B9)
    position = Double(thread)
    let warmup = Double(measuringFrom - begin) / 1e9
    let first = profile.segments[0].from
    var messages = 0.0
    func add(_ from: Double, _ to: Double, _ length: Double) {
      let stretch = Stretch(
        start: stretches.last.map { $0.start + $0.length } ?? 0, length: length, from: from,
        to: to, messagesBefore: messages)
      stretches.append(stretch)
      messages += stretch.messages
    }
    add(first, first, warmup)
    for segment in profile.segments {
      let length = segment.duration.map { $0 / .seconds(1) } ?? .infinity
      add(segment.from, segment.to, length)
    }
    if arrivals == .poisson { position = 0; draw() }
    findNext()
  }

  /// The message that was next has been sent.
  @inline(__always)
  mutating func advance() {
    if arrivals == .constant { position += stride } else { draw() }
    findNext()
  }

  /// Leaves out some messages; of random ones as many as come on average in the time that is left
  /// out.
  mutating func skip(_ count: Int) {
    position += Double(count) * stride
    findNext()
  }

  private mutating func draw() {
    // 53 bits, never zero: log is finite.
    let uniform = (Double(random.next() >> 11) + 1) * 0x1p-53
    position -= log(uniform) * stride
  }

  private mutating func findNext() {
    while position >= stretches[current].messagesBefore + stretches[current].messages {
      guard current + 1 < stretches.count else { return next = .max }
      current += 1
    }
    let stretch = stretches[current]
    let seconds = stretch.start + stretch.time(of: position - stretch.messagesBefore)
    // The next message of a very low rate may be centuries away.
    let due = begin &+ UInt64(min(seconds * 1e9, 9e18))
    next = due < end ? due : .max
  }
}
