import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// Replies leave in the order of their frames, whatever the workers do.
struct OrderTests {
  private static func lines(_ count: Int, _ word: String) -> [[UInt8]] {
    (0..<count).map { Array("\(word) \($0)".utf8) }
  }

  @Test(arguments: Model.all)
  func fiveHundredFramesInOneWrite(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.line, "sha256")
    let payloads = Self.lines(500, "message")
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.workers.workers = 4
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThread {
        let client = try Client(endpoint)
        try client.send(echo.encode(payloads))
        return try client.read(500 * 65)
      }
      #expect(received == (try echo.expectedReplies(to: payloads)))
      // A worker counts behind its work, when the answer may be here already.
      let jobs = model.isOnLoop ? 500 : 0
      #expect(await eventually { server.statistics.workers.done == jobs })
    }
  }

  /// Frames of very different cost: the later ones are done first.
  @Test(arguments: Model.all)
  func slowFramesHoldBackQuickOnes(_ model: Model) async throws {
    let slowFirst = SlowWhenLong()
    let echo = try EchoConfiguration(framing: .line, chain: TransformChain([slowFirst]))
    let payloads = (0..<100).map { number in
      Array((number % 10 == 0 ? String(repeating: "long", count: 20) : "\(number)").utf8)
    }
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.workers.workers = 4
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let request = echo.encode(payloads)
      let received = try await onThread { try Client(endpoint).exchange(request, seed: 7) }
      #expect(received == request)
    }
  }

  /// What is done is sent, though what came with it in one read is still in work.
  ///
  /// Not in the `async` model, whose straight line waits for all that one read has brought.
  @Test(arguments: Model.all.filter { $0.type.model != AsyncServer.model })
  func anAnswerDoesNotWaitForTheWorkBehindIt(_ model: Model) async throws {
    let gate = Gate()
    let chain = TransformChain([SlowWhenLong(), GateForShort(gate: gate)])
    let echo = try EchoConfiguration(framing: .line, chain: chain)
    try await model.serve(.loopback(echo)) { server in
      defer { gate.open() }
      let client = try Client(server.endpoints[0])
      let first = "long enough to be slow\n"
      try client.send(first + "held\n")
      #expect(try await onThread { try client.readText(first.utf8.count) } == first)
      gate.open()
      #expect(try await onThread { try client.readText(5) } == "held\n")
    }
  }

  private struct GateForShort: Transform {
    let gate: Gate
    let name = "gate-for-short"
    let cost = TransformCost.blocking
    func apply(to frame: inout [UInt8]) throws {
      if frame.count <= 10 { try gate.apply(to: &frame) }
    }
  }

  private struct SlowWhenLong: Transform {
    let name = "slow-when-long"
    let cost = TransformCost.blocking
    func apply(to frame: inout [UInt8]) {
      if frame.count > 10 { WaitTransform(microseconds: 3000).apply(to: &frame) }
    }
  }

  /// The smallest pool of workers there is: every connection is pushed back all the time.
  @Test(arguments: Model.onLoops)
  func aQueueOfOneLosesNothing(_ model: Model) async throws {
    let echo = try EchoConfiguration.typed(.line, "sha256")
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.workers.workers = 1
    configuration.workers.queueLimit = 1
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let received = try await onThreads(12) { number in
        let request = echo.encode(Self.lines(150, "client \(number)"))
        return try Client(endpoint).exchange(request, seed: UInt64(number), largest: 400)
      }
      for (number, bytes) in received.enumerated() {
        let expected = try echo.expectedReplies(to: Self.lines(150, "client \(number)"))
        #expect(bytes == expected, "client \(number)")
      }
      #expect(await eventually { server.statistics.workers.done >= 12 * 150 })
      #expect(server.statistics.workers.mostQueued == 1)
      #expect(await eventually { server.statistics.connections.active == 0 })
    }
  }

  /// Half-closing while everything is stalled for want of a worker: what is held is answered before
  /// the end.
  @Test(arguments: Model.onLoops)
  func aHalfCloseWhileStalledIsRemembered(_ model: Model) async throws {
    let gate = Gate()
    let echo = try gate.echo()
    var configuration = EchoServerConfiguration.loopback(echo)
    configuration.workers.workers = 1
    configuration.workers.queueLimit = 1
    let request = echo.encode(Self.lines(300, "line"))
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let client = try Client(server.endpoints[0])
      try client.send(request)
      try client.finish()
      #expect(await eventually { gate.arrivals == 1 && server.statistics.workers.queued == 1 })
      gate.open()
      let received = try await onThread { try client.readToEnd() }
      #expect(received == request)
    }
  }
}
