import CLinux
import Glibc
import Sockets
import Testing

@Suite("SocketAddress")
struct SocketAddressTests {
  @Test(
    "numeric endpoints survive the trip through the kernel's form",
    arguments: [
      (.tcp("127.0.0.1", port: 5000), AF_INET), (.tcp("0.0.0.0", port: 0), AF_INET),
      (.tcp("::1", port: 65535), AF_INET6), (.tcp("::", port: 1), AF_INET6),
      (.tcp("::ffff:1.2.3.4", port: 9), AF_INET6),
      (.unix("/run/echo.sock"), AF_UNIX), (.unix("relative"), AF_UNIX),
      (.unix("@abstract"), AF_UNIX), (.unix(String(repeating: "p", count: 107)), AF_UNIX),
      (.unix("@" + String(repeating: "p", count: 106)), AF_UNIX),
    ] as [(Endpoint, Int32)])
  func roundTrip(_ endpoint: Endpoint, _ family: Int32) throws {
    let addresses = try Resolver.addresses(of: endpoint, for: .connect)
    #expect(addresses.count == 1)
    #expect(addresses[0].family == family)
    #expect(addresses[0].endpoint == endpoint)
  }

  @Test("a path has a terminating zero on the wire, an abstract name has none")
  func unixLengths() throws {
    let header = MemoryLayout<sa_family_t>.size
    #expect(try SocketAddress(unixPath: "/a").withRaw { $1 } == socklen_t(header + 3))
    let abstract = try SocketAddress(unixPath: "@a")
    #expect(abstract.withRaw { $1 } == socklen_t(header + 2))
    let first = abstract.withRaw { raw, _ in
      UnsafeRawPointer(raw).load(fromByteOffset: 2, as: UInt8.self)
    }
    #expect(first == 0)
  }

  @Test(
    "paths that the kernel would misunderstand are refused",
    arguments: [
      ("", Errno.invalidArgument), ("a\0b", .invalidArgument),
      (String(repeating: "p", count: 108), .nameTooLong),
      ("@" + String(repeating: "p", count: 107), .nameTooLong),
    ])
  func refusedPaths(_ path: String, _ errno: Errno) {
    #expect(throws: errno) { try SocketAddress(unixPath: path) }
  }

  @Test("the port can be changed, a path has none")
  func withPort() throws {
    for host in ["127.0.0.1", "::1"] {
      let address = try Resolver.addresses(of: .tcp(host, port: 1), for: .connect)[0]
      #expect(address.withPort(4660).endpoint == .tcp(host, port: 4660))
      #expect(address.endpoint == .tcp(host, port: 1))
    }
    let path = try SocketAddress(unixPath: "/x")
    #expect(path.withPort(1).endpoint == .unix("/x"))
  }

  @Test("a socket without a name has an empty path")
  func unnamed() throws {
    let pair = try SocketPair()
    #expect(try localAddress(pair.one.rawValue).endpoint == .unix(""))
    #expect(try peerAddress(pair.other.rawValue).endpoint == .unix(""))
  }

  @Test("asking a descriptor that is no socket is the kernel's error")
  func notASocket() throws {
    let descriptor = Descriptor(owning: open("/dev/null", O_RDONLY | O_CLOEXEC))
    let fd = descriptor.rawValue
    #expect(throws: Errno(rawValue: ENOTSOCK)) { try localAddress(fd) }
    #expect(throws: Errno(rawValue: ENOTSOCK)) { try peerAddress(fd) }
    #expect(pendingError(fd) == Errno(rawValue: ENOTSOCK))
  }
}
