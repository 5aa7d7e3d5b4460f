import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// A transform that throws ends its own connection: counted, logged, and nothing else disturbed.
struct FailingTransformTests {
  @Test(arguments: Model.all, [TransformCost.inline, .cpuBound, .blocking])
  func itIsCountedAndLogged(_ model: Model, _ cost: TransformCost) async throws {
    let log = LogBook()
    let echo = try EchoConfiguration(
      framing: .line, chain: TransformChain([Refusing(cost: cost), UpperTransform()]))
    try await model.serve(.loopback(echo).logging(into: log)) { server in
      let endpoint = server.endpoints[0]
      let bystander = try Client(endpoint)
      let received = try await onThread {
        let client = try Client(endpoint)
        try client.send("a\nb\nX\nc\nd\n")
        return try client.readTextToEnd()
      }
      #expect(received == "A\nB\n")
      let reply = try await onThread {
        try bystander.send("e\n")
        return try bystander.readText(2)
      }
      #expect(reply == "E\n")
      let statistics = server.statistics
      #expect(statistics.failedTransforms == 1)
      #expect(statistics.badFrames == 0)
      #expect(log.lines.count == 1)
      #expect(
        log.lines.first?.contains("the transform `refusing` failed: it contains X") == true,
        "\(log.lines)")
    }
  }

  @Test(arguments: Model.all)
  func manyAtOnceAreEachCounted(_ model: Model) async throws {
    let log = LogBook()
    let echo = try EchoConfiguration(
      framing: .line, chain: TransformChain([Refusing(cost: .cpuBound)]))
    try await model.serve(.loopback(echo).logging(into: log)) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThreads(40) { _ in
        let client = try Client(endpoint)
        try client.send("a\nX\nb\nX\n")
        return try client.readTextToEnd()
      }
      #expect(received.allSatisfy { $0 == "a\n" })
      #expect(server.statistics.failedTransforms == 40)
      #expect(log.lines.count <= 40, "a hostile peer must not flood the log")
    }
  }

  /// The place in the queue that a failed connection was called for goes to the next in line.
  ///
  /// Only workers have a queue.
  @Test(arguments: Model.onLoops)
  func whoWaitsBehindAFailedConnectionIsNotForgotten(_ model: Model) async throws {
    let gate = Gate()
    let echo = try gate.echo()
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.workers.workers = 1
    configuration.workers.queueLimit = 1
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let endpoint = server.endpoints[0]
      let failing = try Client(endpoint)
      // The first is in work and will fail, the second is queued, the third has to wait.
      try failing.send("X\na\nb\n")
      #expect(await eventually { gate.arrivals == 1 && server.statistics.workers.queued == 1 })
      #expect(await eventually { server.statistics.workers.refused >= 1 })
      let refused = server.statistics.workers.refused
      let waiting = try Client(endpoint)
      try waiting.send("c\n")
      #expect(await eventually { server.statistics.workers.refused > refused })
      gate.open()
      let reply = try await onThread { try waiting.readText(2) }
      #expect(reply == "c\n")
      #expect(try await onThread { try failing.readTextToEnd() } == "")
      #expect(server.statistics.failedTransforms == 1)
    }
  }
}
