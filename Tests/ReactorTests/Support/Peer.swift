import CLinux
import Glibc
import Sockets
import Testing

/// A client as others write them: a blocking socket.
///
/// Its time-outs are failures only. Its calls block: make them from `onThread`, or where they
/// cannot block for long.
final class Peer: Sendable {
  private let descriptor: Descriptor
  private var fd: Int32 { descriptor.rawValue }

  /// Connects; `smallBuffers` keeps the kernel from swallowing what is to pile up.
  init(to endpoint: Endpoint, smallBuffers: Bool = false) throws {
    let address = try Resolver.addresses(of: endpoint, for: .connect)[0]
    descriptor = try newSocket(address.family, "connect to", endpoint)
    let fd = descriptor.rawValue
    if smallBuffers {
      setOption(fd, SOL_SOCKET, SO_RCVBUF, 4096)
      setOption(fd, SOL_SOCKET, SO_SNDBUF, 4096)
    }
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(fd, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    _ = fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK)
    if case .failed(let errno) = Kernel().connect(fd, address) {
      throw SocketError("connect to", "\(endpoint)", errno)
    }
  }

  /// Sends `count` bytes of the pattern in pieces of what `piece` says.
  func send(
    _ count: Int, from start: Int = 0, piece: () -> Int = { 65_536 }
  ) throws(Errno) {
    var sent = start
    while sent < start + count {
      let length = min(piece(), start + count - sent)
      let result = Pattern.withBytes(from: sent, length) {
        Kernel().send(fd, $0.baseAddress!, length)
      }
      guard case .bytes(let moved) = result else { throw failure(result) }
      sent += moved
    }
  }

  /// Receives up to `count` bytes and checks that they are the pattern's; fewer only at the end.
  @discardableResult
  func receive(
    _ count: Int = .max, from start: Int = 0, piece: () -> Int = { 65_536 }
  ) throws(Errno) -> Int {
    let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
    defer { space.deallocate() }
    var got = 0
    while got < count {
      let result = Kernel().receive(fd, space.baseAddress!, min(piece(), count - got))
      guard case .bytes(let moved) = result else {
        if result == .endOfStream { return got }
        throw failure(result)
      }
      let bytes = UnsafeRawBufferPointer(rebasing: space[..<moved])
      if !Pattern.matches(bytes, from: start + got) {
        Issue.record("wrong bytes behind \(start + got)")
      }
      got += moved
    }
    return got
  }

  /// Whether the other side's kernel has all that was sent, which `send(2)` does not wait for.
  var hasArrived: Bool {
    var unacknowledged: Int32 = -1
    // SIOCOUTQ of tcp(7), whose name is not imported.
    return ioctl(fd, UInt(TIOCOUTQ), &unacknowledged) == 0 && unacknowledged == 0
  }

  /// Sends its end.
  func finish() { Kernel().shutdownOutput(fd) }

  /// Makes the coming close a reset (`socket(7)`, `SO_LINGER`).
  func resetOnClose() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  private func failure(_ result: IOResult) -> Errno {
    switch result {
    case .failed(let errno): errno
    default: .timedOut
    }
  }
}
