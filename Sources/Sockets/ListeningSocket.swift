internal import CLinux
internal import Glibc

/// How a listening socket is opened.
public struct ListeningOptions: Sendable {
  /// How many finished handshakes may wait to be accepted; the kernel caps it at
  /// `net.core.somaxconn` (`listen(2)`).
  public var backlog: Int32 = 4096

  /// Whether a socket on an IPv6 address takes IPv4 clients too (`ipv6(7)`, `IPV6_V6ONLY`).
  public var dualStack = false

  /// Whether accepted connections send small messages at once (`tcp(7)`, `TCP_NODELAY`).
  public var noDelay = true

  /// The defaults.
  public init() {}
}

/// A socket that listens, and the file it made if it is a Unix socket.
package struct ListeningSocket: ~Copyable, Sendable {
  package let descriptor: Descriptor
  /// Where it really listens: port 0 is resolved.
  package let endpoint: Endpoint
  /// The file it made, if it is a Unix socket; whoever closes it removes that first.
  package let file: SocketFile?

  /// Binds and listens, non-blocking.
  ///
  /// A host name that stands for several addresses listens on the first, IPv4 before IPv6. A
  /// Unix socket's file that a dead server left behind is replaced; one that a living server
  /// answers on, and a file that is no socket, are errors. Servers that start at the same time wait
  /// for each other.
  package static func open(
    _ endpoint: Endpoint, _ options: ListeningOptions
  ) throws(SocketError) -> ListeningSocket {
    let address = try Resolver.addresses(of: endpoint, for: .listen)[0]
    let descriptor = try newSocket(address.family, "listen on", endpoint)
    let fd = descriptor.rawValue
    if address.family != AF_UNIX {
      // Without it a restarted server waits for its predecessor's TIME_WAIT to run out.
      setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1)
      // Accepted sockets inherit it, which saves a call per connection.
      if options.noDelay { setOption(fd, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }
    }
    if address.family == AF_INET6 {
      setOption(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY, options.dualStack ? 0 : 1)
    }
    let lock = FolderLock(around: endpoint)
    defer { lock.release() }
    var failure = bindTo(address, fd)
    if failure == .addressInUse, case .unix(let path) = endpoint, !path.hasPrefix("@") {
      try removeStale(path, address, endpoint)
      failure = bindTo(address, fd)
    }
    if let failure { throw SocketError("listen on", "\(endpoint)", failure, hint: hint(failure)) }
    var file: SocketFile?
    if case .unix(let path) = endpoint, !path.hasPrefix("@") { file = SocketFile(path) }
    guard Glibc.listen(fd, options.backlog) == 0 else {
      let errno = Errno.last
      file?.remove()
      throw SocketError("listen on", "\(endpoint)", errno)
    }
    do {
      let bound = try SocketAddress.read { getsockname(fd, $0, $1) }
      return ListeningSocket(
        descriptor: descriptor, endpoint: bound.endpoint, file: file)
    } catch {
      throw SocketError("listen on", "\(endpoint)", error)
    }
  }

  private static func bindTo(_ address: SocketAddress, _ fd: Int32) -> Errno? {
    address.withRaw { Glibc.bind(fd, $0, $1) } == 0 ? nil : .last
  }

  /// To be called with the folder locked: a file that does not answer is dead then, and not one
  /// that is about to.
  private static func removeStale(
    _ path: String, _ address: SocketAddress, _ endpoint: Endpoint
  ) throws(SocketError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SocketError(
        "listen on", "\(endpoint)", reason: "a file that is not a socket is in the way")
    }
    let probe = try newSocket(AF_UNIX, "listen on", endpoint)
    guard address.withRaw({ Glibc.connect(probe.rawValue, $0, $1) }) != 0,
      Errno.last == .connectionRefused
    else {
      throw SocketError(
        "listen on", "\(endpoint)", .addressInUse, hint: "another server answers there")
    }
    _ = Glibc.unlink(path)
  }

  private static func hint(_ errno: Errno) -> String {
    switch errno {
    case .addressInUse: "another server has it; port 0 picks a free one"
    case .accessDenied: "ports below 1024 and foreign folders need privileges"
    case .addressNotAvailable: "this machine has no such address"
    default: ""
    }
  }
}

/// A new stream socket, non-blocking and close-on-exec.
package func newSocket(
  _ family: Int32, _ operation: String, _ endpoint: Endpoint
) throws(SocketError) -> Descriptor {
  let flags = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
  let fd = Glibc.socket(family, Int32(flags), 0)
  guard fd >= 0 else { throw SocketError(operation, "\(endpoint)", .last) }
  return Descriptor(owning: fd)
}

/// Sets an integer option.
///
/// The options set here cannot fail on a socket of the right family.
package func setOption(_ fd: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
  var value = value
  _ = setsockopt(fd, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
}

/// Sends small messages at once instead of gathering them (`tcp(7)`); nothing for a Unix socket.
package func setNoDelay(_ fd: Int32) { setOption(fd, Int32(IPPROTO_TCP), TCP_NODELAY, 1) }

/// Makes `close(2)` reset the connection instead of ending it.
///
/// A socket that is not connected any more has nothing to reset.
package func resetOnClose(_ fd: Int32) {
  var linger = linger(l_onoff: 1, l_linger: 0)
  _ = setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
}

/// What became of a connect that was in progress: the socket's pending error, or `nil`.
package func pendingError(_ fd: Int32) -> Errno? {
  var value: Int32 = 0
  var length = socklen_t(MemoryLayout<Int32>.size)
  guard getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length) == 0 else { return .last }
  return value == 0 ? nil : Errno(rawValue: value)
}

/// Our own address on a connected socket.
package func localAddress(_ fd: Int32) throws(Errno) -> SocketAddress {
  try SocketAddress.read { getsockname(fd, $0, $1) }
}

/// The peer's address on a connected socket.
package func peerAddress(_ fd: Int32) throws(Errno) -> SocketAddress {
  try SocketAddress.read { getpeername(fd, $0, $1) }
}
