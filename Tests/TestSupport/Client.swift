import CLinux
import Glibc
package import Sockets

/// A client in the plainest way there is: blocking calls, one socket, no event loop.
///
/// What it is tested against must not be what it is made of. Every call gives up after `patience`,
/// so that a server that answers nothing fails a test instead of holding it for ever.
package final class Client: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ operation: String, _ number: Int32 = errno) {
      description = "\(operation): \(String(cString: strerror(number)))"
    }
  }

  /// In seconds.
  package static let patience = 600

  private let descriptor: Descriptor
  private var fd: Int32 { descriptor.rawValue }

  package init(_ endpoint: Endpoint, patience: Int = Client.patience) throws {
    let address = try Resolver.addresses(of: endpoint, for: .connect)[0]
    let fd = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw Failure("socket") }
    descriptor = Descriptor(owning: fd)
    var time = timeval(tv_sec: patience, tv_usec: 0)
    for name in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(fd, SOL_SOCKET, name, &time, socklen_t(MemoryLayout<timeval>.size))
    }
    guard address.withRaw({ connect(fd, $0, $1) }) == 0 else { throw Failure("connect") }
  }

  /// Sends all of it.
  package func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure("send after \(sent) of \(bytes.count) bytes") }
      sent += count
    }
  }

  package func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Whether the server's kernel has all that was sent, which `send(2)` does not wait for.
  package var hasArrived: Bool {
    var unacknowledged: Int32 = -1
    // SIOCOUTQ of tcp(7), whose name is not imported.
    return ioctl(fd, UInt(TIOCOUTQ), &unacknowledged) == 0 && unacknowledged == 0
  }

  /// Sends no more, and goes on reading.
  package func finish() throws {
    guard shutdown(fd, Int32(SHUT_WR)) == 0 else { throw Failure("shutdown") }
  }

  /// Some bytes; none at the server's end; a reset is an error.
  package func receive(_ most: Int = 1 << 16) throws -> [UInt8] {
    var error: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      let received = recv(fd, buffer.baseAddress, most, 0)
      error = received < 0 ? errno : 0
      count = max(0, received)
    }
    if error != 0 { throw Failure("receive", error) }
    return bytes
  }

  /// Whether something is there to be read; does not wait.
  package var hasInput: Bool {
    var byte: UInt8 = 0
    return recv(fd, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
  }

  /// Exactly so many bytes, or fewer if the server ends before.
  package func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try receive(min(1 << 16, count - bytes.count))
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Everything up to the server's end.
  package func readToEnd() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try receive()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// Everything up to the server's end, or to a reset.
  package func readUntilItBreaks() -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = try? receive(), !more.isEmpty { bytes += more }
    return bytes
  }

  /// Sends a text and reads as many bytes as it has.
  package func echo(_ text: String) throws -> String {
    try send(text)
    return try readText(text.utf8.count)
  }

  package func readText(_ count: Int) throws -> String {
    String(decoding: try read(count), as: UTF8.self)
  }

  package func readTextToEnd() throws -> String { String(decoding: try readToEnd(), as: UTF8.self) }

  /// Resets the connection now: `connect(2)` to no address dissolves it.
  ///
  /// A close would wait for a child that another test is just starting, which holds the socket until
  /// its exec.
  package func reset() throws {
    var nobody = sockaddr()
    nobody.sa_family = sa_family_t(AF_UNSPEC)
    guard connect(fd, &nobody, socklen_t(MemoryLayout<sockaddr>.size)) == 0 else {
      throw Failure("reset")
    }
  }

  /// Makes the close that follows a reset: the peer loses what is under way (`socket(7)`).
  package func resetsOnClose() {
    var rude = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &rude, socklen_t(MemoryLayout<linger>.size))
  }
}
