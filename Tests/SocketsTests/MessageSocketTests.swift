import CLinux
import Glibc
import Sockets
import Testing

@Suite("Messages from another process", .timeLimit(.minutes(10)))
struct MessageSocketTests {
  /// The kernel tells ECONNRESET ahead of it.
  @Test("the last word of a side that has ended with a message unread is heard, then its end")
  func lastWord() throws {
    for waits in [true, false] {
      var ends: [Int32] = [-1, -1]
      let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
      #expect(socketpair(AF_UNIX, kind, 0, &ends) == 0)
      defer { close(ends[0]) }
      #expect(send(ends[0], "end", 3, Int32(MSG_NOSIGNAL)) == 3)
      #expect(send(ends[1], "ended", 5, Int32(MSG_NOSIGNAL)) == 5)
      // A child that another test is just starting may hold the other end until its exec.
      shutdown(ends[1], Int32(SHUT_RDWR))
      close(ends[1])
      var gone = pollfd(fd: ends[0], events: 0, revents: 0)
      #expect(poll(&gone, 1, 300_000) == 1)
      var bytes = [UInt8](repeating: 0, count: 16)
      #expect(MessageSocket.receive(ends[0], &bytes, 16, waits: waits) == .bytes(5))
      #expect(String(decoding: bytes[..<5], as: UTF8.self) == "ended")
      #expect(MessageSocket.receive(ends[0], &bytes, 16, waits: waits) == .endOfStream)
    }
  }
}
