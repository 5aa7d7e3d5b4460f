import CLinux
import Testing

@testable import Sockets

/// System calls that sleep, and what ends the sleep.
struct BlockingCallsTests {
  @Test func whatIsThereIsTakenAndAnEndIsSeen() throws {
    let pair = try SocketPair()
    var bytes: [UInt8] = [1, 2, 3]
    #expect(BlockingCalls.send(pair.other.rawValue, &bytes, 3) == .bytes(3))
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(BlockingCalls.receive(pair.one.rawValue, &buffer, 8) == .bytes(3))
    #expect(Array(buffer[..<3]) == bytes)
    #expect(BlockingCalls.receive(pair.one.rawValue, &buffer, 8, waits: false) == .wouldBlock)
    BlockingCalls.shutdownOutput(pair.other.rawValue)
    #expect(BlockingCalls.receive(pair.one.rawValue, &buffer, 8) == .endOfStream)
  }

  @Test func aSleepEndsWithItsTime() throws {
    let pair = try SocketPair()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let begin = MonotonicClock.nanoseconds
    BlockingCalls.setTimeout(pair.one.rawValue, receive: 20_000_000)
    #expect(BlockingCalls.receive(pair.one.rawValue, &buffer, 1) == .wouldBlock)
    BlockingCalls.setTimeout(pair.one.rawValue, send: 20_000_000)
    var result = IOResult.bytes(0)
    while case .bytes = result {
      result = BlockingCalls.send(pair.one.rawValue, &buffer, buffer.count)
    }
    #expect(result == .wouldBlock)
    // The kernel counts in ticks of up to 10 ms.
    #expect(MonotonicClock.nanoseconds - begin >= 20_000_000)
  }

  /// A time of less than a microsecond is not for ever.
  @Test func theShortestTimeIsShort() throws {
    let pair = try SocketPair()
    var byte: UInt8 = 0
    BlockingCalls.setTimeout(pair.one.rawValue, receive: 1)
    #expect(BlockingCalls.receive(pair.one.rawValue, &byte, 1) == .wouldBlock)
  }

  @Test func aPeerThatHasGoneIsAResult() throws {
    let fd = try SocketPair().closingOther()
    // A child that another test is just starting may hold the other end until its exec.
    var gone = pollfd(fd: fd.rawValue, events: Int16(POLLIN), revents: 0)
    #expect(poll(&gone, 1, 300_000) == 1)
    var byte: UInt8 = 0
    #expect(BlockingCalls.send(fd.rawValue, &byte, 1) == .failed(.brokenPipe))
  }

  @Test func aWakeupIsReadableUntilItIsCleared() throws {
    let wakeup = try Wakeup()
    #expect(!PollSet.isReadable(wakeup.fd))
    wakeup.call()
    wakeup.call()
    var poll = PollSet()
    let quiet = try Wakeup()
    let places = [poll.add(quiet.fd), poll.add(wakeup.fd)]
    poll.wait(nil)
    #expect(places.map { poll.isReady($0) } == [false, true])
    wakeup.clear()
    #expect(!PollSet.isReadable(wakeup.fd))
    poll.clear()
    poll.add(wakeup.fd)
    poll.wait(1_000_000)
    #expect(!poll.isReady(0))
  }
}
