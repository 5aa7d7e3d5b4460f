internal import CLinux
internal import Glibc
internal import Sockets

/// Finds a TCP port on which nobody listens, for a server that must be told one.
///
/// Below the range that the kernel draws from for connections that ask for no port (ip(7),
/// `ip_local_port_range`), so that no client of the load has it by chance when the server binds it.
/// Another program may still be faster: whether it was is seen when the server is waited for.
enum FreePort {
  /// A port to be tried; `nil`: there seems to be none.
  static func pick() -> UInt16? {
    let first = PortRange.first
    // A port below 10,000 is somebody's by convention.
    let range = first > 12_000 ? 10_000..<first : 10_000..<65_535
    for _ in 0..<200 {
      let port = UInt16(clamping: Int.random(in: range))
      if isFree(port) { return port }
    }
    return nil
  }

  /// Whether a server that sets no option could bind the port on every address.
  ///
  /// Without SO_REUSEADDR connections in TIME-WAIT count as well: a plain server would fail there.
  static func isFree(_ port: UInt16) -> Bool {
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    guard bind(AF_INET, &four, MemoryLayout<sockaddr_in>.size) == nil else { return false }
    let errno = bind(AF_INET6, &six, MemoryLayout<sockaddr_in6>.size)
    // A machine without IPv6 has nobody there.
    return errno == nil || errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL
  }

  /// Binds and lets go; the error number if that failed.
  private static func bind(_ family: Int32, _ address: UnsafeRawPointer, _ size: Int) -> Int32? {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(family, kind, 0)
    guard socket >= 0 else { return errno }
    defer { close(socket) }
    // The address is one of the two of `isFree`, alive for the call, of that size.
    let result = Glibc.bind(
      socket, address.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
    return result == 0 ? nil : errno
  }
}
