import CLinux
import Reactor
import Testing

@testable import EchoServers

/// What a program and its supervisor say to each other.
struct ControlChannelTests {
  @Test func messagesArriveWholeAndInOrder() throws {
    let (here, there) = try ControlChannel.pair()
    let messages: [ControlChannel.Message] = [
      .drain(0), .drain(.max), .stop, .drained(DrainReport(drained: 1_000_000, cut: 7)),
      .drained(DrainReport()),
    ]
    for message in messages { here.send(message) }
    for message in messages { #expect(there.receive() == message) }
  }

  /// A supervisor must not trap over what a killed child has left of the counts.
  @Test func aCountBelowNothingIsNothing() throws {
    let (here, there) = try ControlChannel.pair()
    here.send(.drained(DrainReport(drained: -1, cut: -2)))
    #expect(there.receive() == .drained(DrainReport()))
  }

  @Test func theEndOfTheOtherSideIsSeen() throws {
    var pair: (ControlChannel, ControlChannel)? = try ControlChannel.pair()
    let here = try #require(pair?.0)
    pair = nil
    #expect(here.receive() == nil)
    // Neither a trap nor a SIGPIPE.
    here.send(.stop)
  }

  /// A supervisor that was told to stop twice, or while it reported a drain.
  @Test func whatWasSaidIsHeardThoughTheOtherSideHasEndedWithMessagesUnread() throws {
    var pair: (ControlChannel, ControlChannel)? = try ControlChannel.pair()
    let here = try #require(pair?.0)
    here.send(.stop)
    pair?.1.send(.drained(DrainReport(drained: 3, cut: 1)))
    pair = nil
    #expect(here.receive() == .drained(DrainReport(drained: 3, cut: 1)))
    #expect(here.receive() == nil)
  }

  @Test func whatIsNoMessageIsTheEnd() throws {
    for words: [UInt64] in [[9, 0, 0], [1], [1, 2]] {
      let (here, there) = try ControlChannel.pair()
      var words = words
      #expect(send(here.fd, &words, words.count * 8, 0) == words.count * 8)
      #expect(there.receive() == nil)
    }
  }
}

struct ProcessEndTests {
  @Test func isToldInWords() {
    #expect(ProcessEnd(pid: 1, status: 0).isWell)
    #expect(ProcessEnd(pid: 1, status: 0).signal == nil)
    let failed = ProcessEnd(pid: 1, status: 3 << 8)
    #expect(!failed.isWell && failed.signal == nil)
    #expect(failed.reason == "ended with status 3")
    let killed = ProcessEnd(pid: 1, status: SIGKILL)
    #expect(killed.signal == SIGKILL && killed.reason == "was killed by SIGKILL")
    // With a core dump.
    let crashed = ProcessEnd(pid: 1, status: SIGSEGV | 0x80)
    #expect(crashed.signal == SIGSEGV && crashed.reason == "was killed by SIGSEGV")
    #expect(ProcessEnd(pid: 1, status: 40).reason == "was killed by signal 40")
  }
}
