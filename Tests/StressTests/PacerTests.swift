import Testing

@testable import Stress

/// Who sends next, with times made up.
struct PacerTests {
  private static func pacer(slots: Int, rate: Double = 1000) -> Pacer {
    Pacer(
      ArrivalSchedule(
        .constant(rate), .constant, begin: 0, measuringFrom: 0, end: 1_000_000_000, seed: 1),
      slots: slots)
  }

  @Test func nothingIsDueBeforeItsTime() {
    var pacer = Self.pacer(slots: 2)
    pacer.list(0)
    #expect(pacer.takeSlot(0) == 0)
    pacer.advance()
    pacer.list(1)
    #expect(pacer.nextDue == 1_000_000)
    #expect(pacer.takeSlot(999_999) == nil)
    #expect(pacer.takeSlot(1_000_000) == 1)
  }

  @Test func whoHasWaitedLongestComesFirst() {
    var pacer = Self.pacer(slots: 3)
    for slot in [2, 0, 1] { pacer.list(slot) }
    var order: [Int] = []
    while let slot = pacer.takeSlot(100_000_000) {
      order.append(slot)
      pacer.advance()
      if order.count < 7 { pacer.list(slot) }
    }
    #expect(order == [2, 0, 1, 2, 0, 1, 2, 0, 1])
  }

  @Test func listingTwiceCountsOnce() {
    var pacer = Self.pacer(slots: 1)
    pacer.list(0)
    pacer.list(0)
    #expect(pacer.takeSlot(0) == 0)
    #expect(pacer.takeSlot(.max) == nil)
  }

  /// The heart of it: messages that found nobody free keep the times they were due at.
  @Test func aMessageThatWaitsKeepsItsDueTime() {
    var pacer = Self.pacer(slots: 1)
    // Nobody is free for half a second.
    #expect(pacer.takeSlot(500_000_000) == nil)
    var dues: [UInt64] = []
    for _ in 0..<3 {
      pacer.list(0)
      #expect(pacer.takeSlot(500_000_000) == 0)
      dues.append(pacer.nextDue)
      pacer.advance()
    }
    #expect(dues == [0, 1_000_000, 2_000_000])
  }

  @Test func whatIsGivenUpIsToldWithItsDueTimes() {
    var pacer = Self.pacer(slots: 1)
    var dues: [UInt64] = []
    pacer.giveUp(before: 3_000_000) { due, count in
      #expect(count == 1)
      dues.append(due)
    }
    #expect(dues == [0, 1_000_000, 2_000_000])
    #expect(pacer.nextDue == 3_000_000)
  }

  /// Ten billion, none of which is sent.
  @Test func aCrowdIsGivenUpAtOnce() {
    let time: UInt64 = 10_000_000_000
    var pacer = Pacer(
      ArrivalSchedule(
        .steps([1e9, 1], each: .seconds(9)), .constant, begin: 0, measuringFrom: 0, end: time,
        seed: 1), slots: 1)
    var given = 0
    var last: UInt64 = 0
    pacer.giveUp(before: time) { due, count in
      #expect(due >= last && due < time)
      last = due
      given += count
    }
    #expect(given == 9_000_000_001)
    #expect(pacer.nextDue == .max)
  }

  /// What the client itself lets wait is its lag; what waits for a connection is not.
  @Test func whoOversleepsIsLate() {
    var pacer = Self.pacer(slots: 1)
    pacer.list(0)
    // Ten milliseconds late, with a connection free all the time.
    pacer.wake(10_000_000)
    var lags: [UInt64?] = []
    for _ in 0..<12 {
      pacer.list(0)
      _ = pacer.takeSlot(20_000_000)
      lags.append(pacer.lag)
      pacer.advance()
      // Nobody is free.
      pacer.wake(20_000_000)
    }
    #expect(lags == (0...10).reversed().map { UInt64($0) * 1_000_000 } + [nil])
  }

  @Test func thoseWhoThinkGoOnInTheOrderTheyBegan() {
    var queue = ThinkQueue(1000, places: 1)
    #expect(queue.next == nil)
    for number in 0..<100 { queue.add(number, 1, UInt64(number)) }
    queue.add(7, 2, 100)
    #expect(queue.next == 1000)
    #expect(queue.take(999) == nil)
    for number in 0..<100 { #expect(queue.take(2000) == number) }
    #expect(queue.take(1099) == nil)
    #expect(queue.take(1100) == 7 && queue.take(1100) == 7 && queue.take(.max) == nil)
  }
}
