import Glibc
import Measurement
import Sockets
import Synchronization

/// A client in the plainest way there is: blocking calls, one socket, no event loop.
///
/// Every call gives up after minutes, so that a server that answers nothing fails a test instead of
/// holding it for ever.
final class PlainClient: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ operation: String, _ number: Int32 = errno) {
      description = "\(operation): \(String(cString: strerror(number)))"
    }
  }

  private let descriptor: Descriptor
  private var fd: Int32 { descriptor.rawValue }

  init(_ endpoint: Endpoint) throws {
    let address = try Resolver.addresses(of: endpoint, for: .connect)[0]
    let fd = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw Failure("socket") }
    descriptor = Descriptor(owning: fd)
    var time = timeval(tv_sec: 600, tv_usec: 0)
    for name in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(fd, SOL_SOCKET, name, &time, socklen_t(MemoryLayout<timeval>.size))
    }
    guard address.withRaw({ connect(fd, $0, $1) }) == 0 else { throw Failure("connect") }
  }

  /// Sends all of it.
  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure("send after \(sent) of \(bytes.count) bytes") }
      sent += count
    }
  }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Sends no more, and goes on reading.
  func finish() throws {
    guard shutdown(fd, Int32(SHUT_WR)) == 0 else { throw Failure("shutdown") }
  }

  /// Some bytes; none at the server's end.
  ///
  /// A reset is an error.
  func receive(_ most: Int = 1 << 16) throws -> [UInt8] {
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
  var hasInput: Bool {
    var byte: UInt8 = 0
    return recv(fd, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) >= 0
  }

  /// Exactly so many bytes, or fewer if the server ends before.
  func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try receive(min(1 << 16, count - bytes.count))
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Everything up to the server's end.
  func readToEnd() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try receive()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// Sends a text and reads as many bytes as it has.
  func echo(_ text: String) throws -> String {
    try send(text)
    return String(decoding: try read(text.utf8.count), as: UTF8.self)
  }

  /// Everything up to the server's end, or to a reset.
  func readUntilItBreaks() -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = try? receive(), !more.isEmpty { bytes += more }
    return bytes
  }

  /// Resets a TCP connection now: `connect(2)` to no address dissolves it.
  ///
  /// A close would wait for a child that another test is just starting, which holds the socket until
  /// its exec.
  func reset() throws {
    var nobody = sockaddr()
    nobody.sa_family = sa_family_t(AF_UNSPEC)
    guard connect(fd, &nobody, socklen_t(MemoryLayout<sockaddr>.size)) == 0 else {
      throw Failure("reset")
    }
  }
}
