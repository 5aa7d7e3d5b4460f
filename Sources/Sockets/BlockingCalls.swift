internal import CLinux
internal import Glibc

/// The system calls of a thread that waits inside them, one try each.
///
/// Unlike `Kernel`'s they come back when a signal has interrupted them (`.failed(.interrupted)`),
/// because to whoever sleeps in one a signal is the only way to be woken.
package enum BlockingCalls {
  /// Takes what has arrived, up to `capacity` bytes, and sleeps until something has.
  ///
  /// `.wouldBlock`: nothing came within the socket's timeout, or nothing is there and `waits` is
  /// false. Source: recv(2).
  @inline(__always)
  package static func receive(
    _ fd: Int32, _ buffer: UnsafeMutableRawPointer, _ capacity: Int, waits: Bool = true
  ) -> IOResult {
    let count = Glibc.recv(fd, buffer, capacity, waits ? 0 : Int32(MSG_DONTWAIT))
    if count > 0 { return .bytes(count) }
    if count == 0 { return .endOfStream }
    let errno = Errno.last
    return errno == .wouldBlock ? .wouldBlock : .failed(errno)
  }

  /// Hands bytes to the kernel, and sleeps until it has taken some.
  ///
  /// Fewer than all where the socket's timeout or a signal came in between; `.wouldBlock` where it
  /// took none within the timeout. Source: send(2).
  @inline(__always)
  package static func send(_ fd: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> IOResult {
    // A peer that is gone must be a result here, not a SIGPIPE for the process.
    let sent = Glibc.send(fd, bytes, count, Int32(MSG_NOSIGNAL))
    if sent >= 0 { return .bytes(sent) }
    let errno = Errno.last
    return errno == .wouldBlock ? .wouldBlock : .failed(errno)
  }

  /// Takes one connection from a listener's queue, if there is one: blocking, close-on-exec.
  ///
  /// The listener itself is non-blocking, because another may have taken what was ready.
  package static func accept(_ fd: Int32) -> AcceptResult {
    while true {
      let accepted = accept4(fd, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
      if accepted >= 0 { return .accepted(accepted) }
      switch Errno.last {
      case .wouldBlock: return .wouldBlock
      case .interrupted: continue
      case let error: return .failed(error)
      }
    }
  }

  /// How many wait to be accepted from a listener: tcp(7), `TCP_INFO`, which of a listener has the
  /// length of its queue in place of what is unacknowledged.
  ///
  /// - Returns: `nil` for a Unix socket, which does not tell.
  package static func queueLength(_ fd: Int32) -> Int? {
    var info = tcp_info()
    var size = socklen_t(MemoryLayout<tcp_info>.size)
    guard getsockopt(fd, Int32(IPPROTO_TCP), TCP_INFO, &info, &size) == 0 else { return nil }
    // One that was shut down has none.
    return info.tcpi_state == UInt8(TCP_LISTEN) ? Int(info.tcpi_unacked) : 0
  }

  /// How long a receive may sleep, and how long a send may while the peer takes nothing.
  ///
  /// Source: socket(7), `SO_RCVTIMEO`; they cost nothing while they do not run out.
  ///
  /// - Parameter nanoseconds: 0 is for ever.
  package static func setTimeout(_ fd: Int32, receive nanoseconds: UInt64) {
    set(fd, SO_RCVTIMEO, nanoseconds)
  }

  /// The same for sending.
  package static func setTimeout(_ fd: Int32, send nanoseconds: UInt64) {
    set(fd, SO_SNDTIMEO, nanoseconds)
  }

  /// Ends a connection whose thread may be asleep in a call on it, which then returns.
  package static func cut(_ fd: Int32) { _ = Glibc.shutdown(fd, Int32(SHUT_RDWR)) }

  /// Tells the peer that no more will come.
  package static func shutdownOutput(_ fd: Int32) { _ = Glibc.shutdown(fd, Int32(SHUT_WR)) }

  private static func set(_ fd: Int32, _ option: Int32, _ nanoseconds: UInt64) {
    // Microseconds, rounded up: a time of 0 would mean for ever.
    let microseconds = nanoseconds / 1000 + (nanoseconds % 1000 == 0 ? 0 : 1)
    var time = timeval(
      tv_sec: Int(microseconds / 1_000_000), tv_usec: Int(microseconds % 1_000_000))
    _ = setsockopt(
      fd, SOL_SOCKET, option, &time, socklen_t(MemoryLayout.size(ofValue: time)))
  }
}
