import CLinux
import Sockets
import Testing

@Suite("Resolver")
struct ResolverTests {
  @Test(
    "knows which hosts cannot block",
    arguments: [
      (.tcp("127.0.0.1", port: 1), true), (.tcp("::1", port: 1), true),
      (.tcp("fe80::1%lo", port: 1), true), (.unix("/x"), true),
      (.tcp("localhost", port: 1), false), (.tcp("1.2.3", port: 1), false),
      (.tcp("", port: 1), false),
    ] as [(Endpoint, Bool)])
  func numeric(_ endpoint: Endpoint, _ expected: Bool) {
    #expect(Resolver.isNumeric(endpoint) == expected)
  }

  @Test("localhost is 127.0.0.1 before it is ::1, for both purposes")
  func localhost() throws {
    for purpose in [Resolver.Purpose.connect, .listen] {
      let found = try Resolver.addresses(of: .tcp("localhost", port: 7), for: purpose)
      #expect(found.first?.endpoint == .tcp("127.0.0.1", port: 7))
      let families = found.map(\.family)
      let firstOther = families.firstIndex { $0 != AF_INET } ?? families.count
      #expect(families[firstOther...].allSatisfy { $0 != AF_INET })
    }
  }

  // A label of 64 letters and an empty one are no names: nobody is asked.
  @Test(
    "a host that cannot exist is named, with the resolver's reason",
    arguments: [
      "", String(repeating: "x", count: 64) + ".invalid", "a..b", "bad host", "1.2.3.4.5",
    ])
  func badNames(_ host: String) throws {
    let error = try socketError { () throws(SocketError) in
      try Resolver.addresses(of: .tcp(host, port: 1), for: .connect)
    }
    #expect(error.operation == "resolve")
    #expect(error.subject == host)
    #expect(error.errno == nil)
    #expect(!error.reason.isEmpty)
    #expect(error.description.hasPrefix("cannot resolve \(host): "))
  }

  @Test("a path that does not fit is named")
  func longPath() throws {
    let path = String(repeating: "p", count: 200)
    let error = try socketError { () throws(SocketError) in
      try Resolver.addresses(of: .unix(path), for: .listen)
    }
    #expect(error.errno == .nameTooLong)
    #expect(error.subject == "unix:\(path)")
  }
}
