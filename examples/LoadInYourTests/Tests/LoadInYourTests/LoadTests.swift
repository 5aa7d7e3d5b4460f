import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Stress
import Testing

/// A load is a test like any other: every byte is compared, and percentiles can be bounded.
///
/// One load after the other, so that none measures its neighbours. What is measured is a number of
/// messages and not a time, and the bounds are those of a busy machine that compiles something else
/// meanwhile: they catch a server that stalls, not one that is a little slower than yesterday.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct LoadTests {
  @Test func theEchoServerAnswersRightAndSoon() async throws {
    let server = try await ReactorServer.start(EchoServerConfiguration())
    var plan = StressPlan(server.endpoints[0], echo: .transparent)
    plan.connections = 20
    plan.warmup = .milliseconds(100)
    plan.messages = 5_000
    plan.duration = .seconds(600)

    let report = try await LoadGenerator(plan).run()

    #expect(report.errors == 0)
    #expect(report.firstMismatch == nil)
    #expect(report.connections == 20)
    #expect(report.messages >= 5_000)
    #expect(report.latency.percentile(50) < milliseconds(1_000))
    #expect(report.latency.percentile(99) < milliseconds(5_000))
    #expect(report.latency.max < milliseconds(10_000))

    let drained = await server.drain(within: .seconds(600))
    #expect(drained.cut == 0)
    await server.stop()
  }

  @Test func linesThroughTheWorkersStayRight() async throws {
    let echo = try EchoConfiguration(framing: .line, chain: TransformChain(parsing: "upper,sha256"))
    let server = try await ReactorServer.start(
      EchoServerConfiguration(EchoService(.tcp("127.0.0.1", port: 0), echo)))
    var plan = StressPlan(server.endpoints[0], echo: echo)
    plan.connections = 4
    plan.pipeline = 8
    plan.warmup = .zero
    plan.messages = 1_000
    plan.duration = .seconds(600)

    let report = try await LoadGenerator(plan).run()

    #expect(report.isClean)
    #expect(report.messages >= 1_000)
    await server.stop()
  }

  /// The server under test may be anybody's: here twelve lines of straight-line code.
  @Test func aServerOfOnesOwn() async throws {
    let loop = try EventLoop.spawn(name: "mine")
    let listener = try await loop.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
      while var bytes = try await connection.read() {
        var span = bytes.mutableSpan
        for index in span.byteOffsets {
          let byte = span.unsafeLoad(fromByteOffset: index, as: UInt8.self)
          let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
          if isLower { span.storeBytes(of: byte - 32, toByteOffset: index, as: UInt8.self) }
        }
        try await connection.write(bytes)
      }
    }
    let upper = try EchoConfiguration(chain: TransformChain(parsing: "upper"))
    var plan = StressPlan(listener.endpoint, echo: upper)
    plan.connections = 4
    plan.warmup = .zero
    plan.messages = 1_000
    plan.duration = .seconds(600)
    #expect(try await LoadGenerator(plan).run().isClean)
    await loop.stop()
  }

  /// A load that nothing can fail proves nothing: a wrong answer is found, and shown.
  @Test func aWrongByteIsFound() async throws {
    let server = try await ReactorServer.start(EchoServerConfiguration())
    let reversed = try EchoConfiguration(framing: .line, chain: TransformChain(parsing: "reverse"))
    var plan = StressPlan(server.endpoints[0], echo: reversed)
    plan.connections = 1
    plan.warmup = .zero
    plan.messages = 1
    plan.duration = .seconds(600)
    let report = try await LoadGenerator(plan).run()
    #expect(report.mismatches == 1)
    #expect(report.firstMismatch?.message == 0)
    await server.stop()
  }

  private func milliseconds(_ count: UInt64) -> UInt64 { count * 1_000_000 }
}
