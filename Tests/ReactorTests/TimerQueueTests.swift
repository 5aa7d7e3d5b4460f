import Testing

@testable import Reactor

@Suite("TimerQueue")
struct TimerQueueTests {
  @Test("agrees with sorting, whatever the order", arguments: seeds(0..<200))
  func reference(_ seed: UInt64) {
    var random = SeededRandom(seed)
    var queue = TimerQueue()
    var reference: [(due: UInt64, number: UInt64)] = []
    var now: UInt64 = 0
    for number in 0..<UInt64(300) {
      switch random.below(4) {
      case 0, 1:
        let due = now + UInt64(random.below(50))
        queue.schedule(at: due, .timer(number))
        let place = reference.firstIndex { $0.due > due } ?? reference.count
        reference.insert((due, number), at: place)
      case 2:
        now += UInt64(random.below(20))
        while let entry = queue.popDue(now) {
          let expected = reference.removeFirst()
          #expect(entry.due == expected.due && entry.purpose == .timer(expected.number))
        }
        #expect(reference.first.map { $0.due > now } ?? true)
      default:
        guard random.oneIn(10) else { continue }
        // Those with odd numbers are no longer wanted.
        queue.keep { if case .timer(let number) = $0.purpose { number % 2 == 0 } else { true } }
        reference.removeAll { $0.number % 2 == 1 }
      }
      #expect(queue.count == reference.count)
      #expect(queue.next == reference.first?.due)
    }
  }

  @Test("ties come up in the order of scheduling")
  func ties() {
    var queue = TimerQueue()
    for number in 0..<UInt64(20) { queue.schedule(at: 7, .timer(number)) }
    for number in 0..<UInt64(20) { #expect(queue.popDue(7)?.purpose == .timer(number)) }
    #expect(queue.popDue(.max) == nil)
  }

  @Test("nothing is due before its time, and the end of time is a time")
  func edges() {
    var queue = TimerQueue()
    queue.schedule(at: .max, .drain)
    queue.schedule(at: 0, .listener(1))
    #expect(queue.popDue(0)?.purpose == .listener(1))
    #expect(queue.popDue(.max - 1) == nil)
    #expect(queue.popDue(.max)?.purpose == .drain)
    #expect(queue.next == nil)
  }
}
