internal import CLinux
internal import Glibc

/// Connecting with blocking calls.
package enum ClientSocket {
  /// A blocking socket that is connected, to the first address of the endpoint.
  ///
  /// - Parameter timeout: of each call on it, in nanoseconds.
  package static func connect(
    _ endpoint: Endpoint, timeout: UInt64
  ) throws(SocketError) -> Descriptor {
    let address = try Resolver.addresses(of: endpoint, for: .connect)[0]
    let fd = Glibc.socket(
      address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw SocketError("connect to", "\(endpoint)", .last) }
    let socket = Descriptor(owning: fd)
    BlockingCalls.setTimeout(fd, receive: timeout)
    BlockingCalls.setTimeout(fd, send: timeout)
    if address.family != AF_UNIX { setNoDelay(fd) }
    while address.withRaw({ Glibc.connect(fd, $0, $1) }) != 0 {
      guard Errno.last == .interrupted else {
        throw SocketError("connect to", "\(endpoint)", .last)
      }
    }
    return socket
  }
}
