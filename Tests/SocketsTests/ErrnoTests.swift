import CLinux
import Sockets
import Testing

@Suite("Errno")
struct ErrnoTests {
  @Test("says what the kernel says, and the symbol")
  func description() {
    #expect("\(Errno.addressInUse)" == "Address already in use (EADDRINUSE)")
    #expect("\(Errno.connectionReset)" == "Connection reset by peer (ECONNRESET)")
    #expect("\(Errno(rawValue: 4095))" == "Unknown error 4095 (errno 4095)")
  }

  @Test("is what the failing call left behind")
  func last() {
    #expect(close(-1) == -1)
    #expect(Errno.last == Errno(rawValue: EBADF))
  }

  @Test(
    "knows what comes back when others let go of something",
    arguments: [
      (EMFILE, true), (ENFILE, true), (ENOBUFS, true), (ENOMEM, true), (ENOSPC, true),
      (ECONNABORTED, false), (EPROTO, false), (EINTR, false), (ECONNRESET, false),
    ])
  func exhaustion(_ number: Int32, _ expected: Bool) {
    #expect(Errno(rawValue: number).isExhaustion == expected)
  }

  @Test("an error says what was done, to what, why, and what to do")
  func socketErrors() {
    let plain = SocketError("connect to", "tcp://h:1", .connectionRefused)
    #expect("\(plain)" == "cannot connect to tcp://h:1: Connection refused (ECONNREFUSED)")
    let hinted = SocketError("resolve", "h", reason: "no such name", hint: "check it")
    #expect("\(hinted)" == "cannot resolve h: no such name (check it)")
    #expect(hinted.errno == nil)
  }
}
