import Reactor
import Sockets
import TestSupport
import Testing

@testable import EchoServers

/// What threads and processes count together.
struct SharedCountersTests {
  @Test func aSlotKeepsTheBytesOfAllItsClients() throws {
    let counters = try SharedCounters(slots: 3)
    for (index, bytes) in [(0, 10), (1, 200), (0, 3000)] {
      let slot = counters.slot(index)
      slot.begin()
      slot.addReceived(bytes)
      slot.addSent(bytes * 2)
      slot.end()
    }
    let connections = counters.statistics.connections
    #expect(connections.bytesReceived == 3210)
    #expect(connections.bytesSent == 6420)
  }

  @Test func aSlotThatIsBegunAgainHasNoticedNothing() throws {
    let counters = try SharedCounters(slots: 1)
    let slot = counters.slot(0)
    #expect(!slot.wasUsed && !slot.isBusy)
    slot.begin()
    slot.notice()
    #expect(slot.isBusy && slot.hasNoticed)
    slot.end()
    #expect(slot.wasUsed && !slot.isBusy)
    slot.begin()
    #expect(slot.isBusy && !slot.hasNoticed)
  }

  @Test func aSlotBeyondTheLastTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = try SharedCounters(slots: 2).slot(2)
    }
  }

  @Test func everyEndIsCountedOnceAndUnderItsReason() throws {
    let counters = try SharedCounters(slots: 0)
    let ends: [CloseReason] = [
      .finished, .failed(.connectionReset), .failed(.brokenPipe), .idle, .stalled, .aborted,
    ]
    counters.add(.accepted, ends.count + 1)
    for end in ends { counters.count(end) }
    let connections = counters.statistics.connections
    #expect(connections.closed == ends.count)
    #expect(connections.failed == 2)
    #expect(connections.idleTimeouts == 1)
    #expect(connections.stalled == 1)
    #expect(connections.aborted == 1)
    #expect(connections.active == 1 && counters.active == 1)
    #expect(counters.lost == 5)
  }

  /// What is left of a process that was killed while it counted its client's end: a reason without
  /// an end, or an end that is counted again by whoever finds it.
  @Test func halfACountIsNeverLessThanNothing() throws {
    let counters = try SharedCounters(slots: 0)
    let mark = counters.drainMark
    counters.add(.failed)
    #expect(counters.report(since: mark) == DrainReport(drained: 0, cut: 1))
    counters.add(.accepted)
    for _ in 0..<2 { counters.count(.finished) }
    #expect(counters.active == 0 && counters.statistics.connections.active == 0)
  }

  /// Room for as many clients as a limit of open files allows that was never meant: what is not
  /// touched costs nothing.
  @Test func roomForMillionsIsFree() throws {
    let slots = 1 << 28
    let counters = try SharedCounters(slots: slots)
    counters.slot(slots - 1).begin()
    #expect(counters.slot(slots - 1).isBusy)
    #expect(counters.statistics.connections.bytesSent == 0)
  }

  @Test func manyThreadsLoseNoCount() async throws {
    let counters = try SharedCounters(slots: 4)
    _ = try await onThreads(4) { number in
      let slot = counters.slot(number)
      for _ in 0..<10_000 {
        counters.add(.accepted)
        slot.begin()
        slot.addReceived(1)
        slot.end()
        counters.count(.finished)
      }
    }
    let connections = counters.statistics.connections
    #expect(connections.accepted == 40_000 && connections.closed == 40_000)
    #expect(connections.bytesReceived == 40_000)
  }
}

/// A log that a hostile peer cannot flood.
struct ThrottledLogTests {
  @Test func everyLineIsLoggedOrCounted() async throws {
    let counters = try SharedCounters(slots: 0)
    let book = LogBook()
    let log = ThrottledLog(counters) { book.append($0) }
    let begin = MonotonicClock.nanoseconds / 1_000_000_000
    _ = try await onThreads(4) { number in
      for line in 0..<5000 { log("\(number): \(line)") }
    }
    let seconds = Int(MonotonicClock.nanoseconds / 1_000_000_000 - begin) + 1
    let end = " more like these"
    let lines = book.lines.filter { !$0.hasSuffix(end) }
    let withheld = book.lines.filter { $0.hasSuffix(end) }
      .compactMap { Int($0.dropLast(end.count)) }
    // Four callers may let a line too many through at the turn of a second.
    #expect((1...14 * seconds).contains(lines.count))
    #expect(lines.count + withheld.reduce(0, +) + counters[.logWithheld] == 20_000)
  }
}
