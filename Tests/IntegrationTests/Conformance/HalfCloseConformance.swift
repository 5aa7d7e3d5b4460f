import TestSupport
import Testing

/// The end of the input is not the end of the conversation.
struct HalfCloseConformance {
  /// So many lines of nothing, each of which is answered with a digest: a megabyte is owed for a
  /// request that fits into any socket.
  private static let lines = Scale.isReduced ? 4_096 : 16_384

  /// The digest of nothing, as `sha256sum` prints it.
  private static let digest = Array(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n".utf8)

  @Test(arguments: ServedModel.allCases)
  func whatIsOwedIsSentBeforeAnEndWithoutReset(_ model: ServedModel) async throws {
    let queries = ["framing=raw", "framing=length", "framing=line&transform=sha256"]
    // Room for everything where a model keeps what the peer does not take.
    let options = ["--high-water", "16MiB", "--write-stall-timeout", "off"]
    let endpoints = [ServedEndpoint.v4, .unix].flatMap { kind in queries.map { kind.text($0) } }
    let payload = Noise.bytes(1 << 20, number: 0)
    let raw = Array([payload, payload, payload, payload].joined())
    let frame: [UInt8] = [0, 0x10, 0, 0] + payload
    let length = Array([frame, frame, frame, frame].joined())
    let empty = [UInt8](repeating: 10, count: Self.lines)
    let digests = Array(repeatElement(Self.digest, count: Self.lines).joined())
    let requests = [raw, length, empty, raw, length, empty]
    let replies = [raw, length, digests, raw, length, digests]
    try await ServedServer.lend(model, endpoints, options, clients: 6) { server in
      let endpoints = server.endpoints
      let received = try await onThreads(endpoints.count) { number in
        try Client(endpoints[number]).exchangeLate(requests[number])
      }
      for (number, reply) in received.enumerated() {
        #expect(reply == replies[number], "\(endpoints[number])")
      }
      try await server.waits { $0["connections open"] == 0 }
      let figures = await server.end()
      #expect(figures["sent_bytes"] == replies.reduce(0) { $0 + $1.count })
      #expect(figures["failed"] == 0 && figures["cut"] == 0, "\(figures)")
    }
  }

  @Test(arguments: ServedModel.allCases)
  func framesInWorkAreAnsweredBeforeTheEnd(_ model: ServedModel) async throws {
    let endpoint = ServedEndpoint.v4.text("framing=line&transform=wait:100000")
    try await ServedServer.lend(model, [endpoint]) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThreads(3) { _ in
        let client = try Client(endpoint)
        try client.send("one\ntwo\nthree")
        try client.finish()
        return String(decoding: try client.readToEnd(), as: UTF8.self)
      }
      #expect(received == ["one\ntwo\nthree", "one\ntwo\nthree", "one\ntwo\nthree"])
    }
  }
}
