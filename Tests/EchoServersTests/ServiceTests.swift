import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// Several endpoints, each with a protocol of its own.
struct ServiceTests {
  @Test(arguments: Model.all)
  func eachEndpointAnswersInItsOwnWay(_ model: Model) async throws {
    var defaults = EchoDefaults()
    defaults.framing = "line"
    defaults.transform = "reverse"
    let texts = [
      "127.0.0.1:0?framing=line&transform=upper", "127.0.0.1:0",
      "127.0.0.1:0?framing=raw&transform=rot13",
      "127.0.0.1:0?transform=upper,sha256",
    ]
    let services = try texts.map { try EchoService(parsing: $0, defaults: defaults) }
    try await model.serve(EchoServerConfiguration(services: services)) { server in
      let endpoints = server.endpoints
      let replies = try await onThreads(endpoints.count) { number in
        let bytes = try Client(endpoints[number]).exchange(Array("ab\n".utf8), seed: 0)
        return String(decoding: bytes, as: UTF8.self)
      }
      let digest = try EchoConfiguration.typed(.line, "sha256").expectedReply(to: Array("AB".utf8))
      #expect(replies == ["AB\n", "ba\n", "no\n", String(decoding: digest, as: UTF8.self)])
    }
  }

  @Test(arguments: [
    ("127.0.0.1:0?frame=line", "frame=line"), ("127.0.0.1:0?framing", "framing"),
    ("127.0.0.1:0?framing=lines", "lines"), ("127.0.0.1:0?transform=uper", "uper"),
    ("127.0.0.1:0?framing=raw&transform=sha256", "sha256"), ("127.0.0.1?framing=line", "port"),
    ("127.0.0.1:0?transform=upper&&framing=line?x", "line?x"),
  ])
  func whatIsNotUnderstoodIsNamed(_ text: String, _ word: String) {
    let error = #expect(throws: (any Error).self) { try EchoService(parsing: text) }
    #expect("\(error as Any)".contains(word), "\(error as Any)")
  }

  /// The one that could be opened is closed again, and the error names the other.
  @Test(arguments: Model.all)
  func oneThatCannotListenTakesTheOthersAlong(_ model: Model) async throws {
    try await model.serve(.transparent) { server in
      let taken = server.endpoints[0]
      let first = Whereabouts.unix.endpoint
      let configuration = EchoServerConfiguration(
        EchoService(first, .transparent),
        EchoService(taken, .transparent))
      let error = await #expect(throws: SocketError.self) {
        try await model.start(configuration)
      }
      #expect("\(error as Any)".contains("\(taken)"))
      #expect("\(error as Any)".contains("EADDRINUSE"))
      #expect(throws: (any Error).self) { try Client(first) }
    }
  }
}
