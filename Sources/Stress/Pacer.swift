/// Which connection of an open loop sends next, and when: the schedule and the connections that
/// have room, without a clock.
///
/// A message that is due goes to the connection that has waited longest; while none has room it
/// waits, and its latency counts from when it was due all the same.
struct Pacer {
  private(set) var schedule: ArrivalSchedule

  /// The connections with room, longest waiting first: a ring that has a place for each.
  private var ring: [Int32]
  private var head = 0
  private var count = 0
  private var isListed: [Bool]
  /// Messages that were due before this waited for the client: there was a connection for them, and
  /// nobody sent them.
  private var overslept: UInt64 = 0

  init(_ schedule: ArrivalSchedule, slots: Int) {
    self.schedule = schedule
    ring = Array(repeating: 0, count: max(1, slots))
    isListed = Array(repeating: false, count: slots)
  }

  /// When the next message is due, in nanoseconds; `.max`: none is.
  @inline(__always)
  var nextDue: UInt64 { schedule.next }

  /// Whether a message that becomes due can be sent at once.
  var hasRoom: Bool { count > 0 }

  /// The client looks what is due; to be called before it lists those that have just got room.
  @inline(__always)
  mutating func wake(_ now: UInt64) {
    // Whatever became of those messages then, until now it was not the server that they waited for.
    if count > 0, schedule.next <= now { overslept = now }
  }

  /// How late the client itself sends the message that is due; `nil`: it waited for a connection.
  @inline(__always)
  var lag: UInt64? { schedule.next <= overslept ? overslept - schedule.next : nil }

  /// A connection has room.
  ///
  /// Idempotent.
  @inline(__always)
  mutating func list(_ slot: Int) {
    guard !isListed[slot] else { return }
    isListed[slot] = true
    var place = head + count
    if place >= ring.count { place -= ring.count }
    ring[place] = Int32(truncatingIfNeeded: slot)
    count += 1
  }

  /// Takes the connection that has waited longest off the list, if a message is due for it.
  ///
  /// The caller sends that message and calls `advance`, or, if the connection is no more, asks
  /// again; one that still has room is listed again.
  @inline(__always)
  mutating func takeSlot(_ now: UInt64) -> Int? {
    guard count > 0, schedule.next <= now else { return nil }
    let slot = Int(ring[head])
    head += 1
    if head == ring.count { head = 0 }
    count -= 1
    isListed[slot] = false
    return slot
  }

  /// The message that was due has been sent.
  @inline(__always)
  mutating func advance() { schedule.advance() }

  /// Takes the messages that were due before `time` and never sent.
  ///
  /// - Parameter body: told when messages were due, and how many.
  mutating func giveUp(before time: UInt64, _ body: (_ due: UInt64, _ count: Int) -> Void) {
    while schedule.next < time {
      let count = crowd(before: time)
      body(schedule.next, count)
      if count == 1 { schedule.advance() } else { schedule.skip(count) }
    }
  }

  /// How many of the messages from the next on are so close together, beside their age at `time`,
  /// that no histogram tells them apart: there may be billions, which nobody waits for one by one.
  private func crowd(before time: UInt64) -> Int {
    let few = 16
    var ahead = schedule
    ahead.skip(few)
    guard ahead.next < time else { return 1 }
    let gap = Double(max(1, ahead.next - schedule.next)) / Double(few)
    let count = Int(Double(time - schedule.next) / 10_000 / gap)
    guard count > few else { return 1 }
    ahead = schedule
    ahead.skip(count)
    return ahead.next < time ? count : 1
  }
}
