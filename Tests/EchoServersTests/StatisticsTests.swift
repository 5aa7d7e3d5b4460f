import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// What the counters say is what was done.
struct StatisticsTests {
  @Test(arguments: Model.all)
  func theyAddUp(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.length, "wait:10")
    try await model.serve(echo) { server in
      let endpoint = server.endpoints[0]
      let counts = try await onThreads(8) { number in
        let payloads = (0..<(10 + number)).map {
          [UInt8](repeating: UInt8(number), count: $0 * 100)
        }
        return try Client(endpoint).exchange(echo.encode(payloads), seed: UInt64(number)).count
      }
      let frames = (10..<18).reduce(0, +)
      // Both are counted behind what a client sees of them.
      #expect(await eventually { server.statistics.connections.active == 0 })
      let jobs = model.isOnLoop ? frames : 0
      #expect(await eventually { server.statistics.workers.done >= jobs })
      let statistics = server.statistics
      let bytes = counts.reduce(0, +)
      #expect(statistics.connections.accepted == 8)
      #expect(statistics.connections.closed == 8)
      #expect(statistics.connections.bytesReceived == bytes)
      #expect(statistics.connections.bytesSent == bytes)
      #expect(statistics.workers.done == jobs)
      #expect(statistics.workers.queued == 0)
      #expect(statistics.connections.failed == 0)
      #expect(statistics.connections.aborted == 0)
      #expect(statistics.connections.handlerErrors == 0)
    }
  }

  @Test(arguments: Model.all)
  func aServerWithoutHeavyTransformsHasNoWorkers(_ model: Model) async throws {
    try await model.serve(.typed(.line, "upper")) { server in
      let endpoint = server.endpoints[0]
      let reply = try await onThread { try Client(endpoint).exchange(Array("a\n".utf8), seed: 0) }
      #expect(reply == Array("A\n".utf8))
      #expect(server.statistics.workers == WorkerPool.Statistics())
    }
  }
}
