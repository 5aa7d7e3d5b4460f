import Sockets
import Testing

@Suite("Endpoint")
struct EndpointTests {
  @Test(
    "reads every form that people write",
    arguments: [
      ("127.0.0.1:5000", .tcp("127.0.0.1", port: 5000)),
      ("localhost:0", .tcp("localhost", port: 0)),
      ("example.org:65535", .tcp("example.org", port: 65535)),
      ("[::1]:80", .tcp("::1", port: 80)),
      ("[fe80::1%lo]:80", .tcp("fe80::1%lo", port: 80)),
      ("tcp://127.0.0.1:5000", .tcp("127.0.0.1", port: 5000)),
      ("tcp://[::]:7", .tcp("::", port: 7)),
      ("host:007", .tcp("host", port: 7)),
      ("unix:/run/echo.sock", .unix("/run/echo.sock")),
      ("unix:relative", .unix("relative")),
      ("unix:///run/echo.sock", .unix("/run/echo.sock")),
      ("unix:@abstract", .unix("@abstract")),
      ("unix:with:colon", .unix("with:colon")),
    ] as [(String, Endpoint)])
  func reads(_ text: String, _ expected: Endpoint) throws {
    #expect(try Endpoint(parsing: text) == expected)
  }

  @Test(
    "names the word that is wrong and says what is expected",
    arguments: [
      ("", "the port is missing"),
      ("127.0.0.1", "the port is missing"),
      ("tcp://", "the port is missing"),
      ("[::1]", "the port is missing"),
      (":5000", "the host is missing"),
      ("[]:5000", "the host is missing"),
      ("::1:5000", "an IPv6 address needs brackets: [::1]:5000"),
      ("[::1:5000", "the bracket of the address is not closed"),
      ("host:", "`` is not a port"),
      ("host:port", "`port` is not a port"),
      ("host:+5", "`+5` is not a port"),
      ("host:-1", "`-1` is not a port"),
      ("host:65536", "`65536` is not a port"),
      ("host:٣", "`٣` is not a port"),
      ("host:80/", "`80/` is not a port"),
      ("http://host:80", "`http` is not a transport"),
      ("://host:80", "`` is not a transport"),
      ("unix:", "a path is missing"),
      ("unix://", "a path is missing"),
      ("unix:a\0b", "no zero byte"),
      ("unix:" + String(repeating: "x", count: 108), "at most 107 bytes, this one 108"),
    ])
  func refuses(_ text: String, _ reason: String) throws {
    let error = try #require(throws: EndpointSyntaxError.self) { try Endpoint(parsing: text) }
    #expect(error.text == text)
    #expect(error.reason.contains(reason))
    #expect(error.description == "`\(text)` is not an endpoint: \(error.reason)")
  }

  @Test(
    "what is printed can be parsed again",
    arguments: [
      .tcp("127.0.0.1", port: 5000), .tcp("::1", port: 0), .tcp("localhost", port: 1),
      .unix("/run/echo.sock"), .unix("@name"), .unix("relative"), .unix("//two/slashes"),
    ] as [Endpoint])
  func roundTrips(_ endpoint: Endpoint) throws {
    #expect(try Endpoint(parsing: "\(endpoint)") == endpoint)
  }

  @Test("prints itself as URLs are written")
  func prints() {
    #expect("\(Endpoint.tcp("127.0.0.1", port: 5000))" == "tcp://127.0.0.1:5000")
    #expect("\(Endpoint.tcp("::1", port: 5000))" == "tcp://[::1]:5000")
    #expect("\(Endpoint.unix("/run/x"))" == "unix:/run/x")
  }
}
