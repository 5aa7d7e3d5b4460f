import CLinux
import Glibc
import Sockets
import Testing

@Suite("ListeningSocket on TCP")
struct ListeningSocketTests {
  @Test("port 0 is resolved", arguments: ["127.0.0.1", "::1", "localhost"])
  func freePort(_ host: String) throws {
    let socket = try ListeningSocket.open(.tcp(host, port: 0), ListeningOptions())
    guard case .tcp(let bound, let port) = socket.endpoint else {
      Issue.record("\(socket.endpoint) is no TCP endpoint")
      return
    }
    #expect(bound == (host == "localhost" ? "127.0.0.1" : host))
    #expect(port != 0)
  }

  @Test("a port in use is an error that names it and says what to do")
  func portInUse() throws {
    let first = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), ListeningOptions())
    let endpoint = first.endpoint
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(endpoint, ListeningOptions())
    }
    #expect(error.errno == .addressInUse)
    #expect(
      error.description == "cannot listen on \(endpoint): Address already in use (EADDRINUSE)"
        + " (another server has it; port 0 picks a free one)")
  }

  @Test("an address of another machine is an error with a hint")
  func foreignAddress() throws {
    // TEST-NET-1 (RFC 5737): nobody's own.
    let error = try socketError { () throws(SocketError) in
      try ListeningSocket.open(.tcp("192.0.2.1", port: 0), ListeningOptions())
    }
    #expect(error.errno == .addressNotAvailable)
    #expect(error.hint == "this machine has no such address")
  }

  @Test("it never blocks, is not inherited, and hands TCP_NODELAY on to those it accepts")
  func options() throws {
    let socket = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), ListeningOptions())
    let fd = socket.descriptor.rawValue
    #expect(fcntl(fd, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(fd, F_GETFD) & FD_CLOEXEC != 0)
    #expect(Kernel().accept(fd) == .wouldBlock)
    #expect(option(fd, Int32(IPPROTO_TCP), TCP_NODELAY) != 0)
    #expect(option(fd, SOL_SOCKET, SO_REUSEADDR) != 0)
    var plain = ListeningOptions()
    plain.noDelay = false
    let other = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), plain)
    #expect(option(other.descriptor.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY) == 0)
  }

  @Test("IPv6 listens for itself alone unless dual-stack is asked for", arguments: [false, true])
  func dualStack(_ wanted: Bool) throws {
    var options = ListeningOptions()
    options.dualStack = wanted
    let socket = try ListeningSocket.open(.tcp("::", port: 0), options)
    let fd = socket.descriptor.rawValue
    #expect(option(fd, Int32(IPPROTO_IPV6), IPV6_V6ONLY) == (wanted ? 0 : 1))
    guard case .tcp(_, let port) = socket.endpoint else { return }
    let client = try newSocket(AF_INET, "connect to", socket.endpoint)
    setBlocking(client.rawValue, true)
    // Not 127.0.0.1: a server of another test may have the same port there, and no use for a guest.
    let address = try Resolver.addresses(of: .tcp("127.77.7.7", port: port), for: .connect)[0]
    let result = Kernel().connect(client.rawValue, address)
    #expect(result == (wanted ? .bytes(0) : .failed(.connectionRefused)))
  }

  private func option(_ fd: Int32, _ level: Int32, _ name: Int32) -> Int32 {
    var value: Int32 = -1
    var length = socklen_t(4)
    getsockopt(fd, level, name, &value, &length)
    return value
  }
}
