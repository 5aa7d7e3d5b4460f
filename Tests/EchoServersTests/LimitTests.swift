import EchoProtocol
import EchoServers
import Reactor
import TestSupport
import Testing

/// Peers that want too much, leave too early or never listen cost what they may and no more.
struct LimitTests {
  @Test(arguments: Model.all)
  func whoIsOneTooManyWaitsOutside(_ model: Model) async throws {
    var configuration = EchoServerConfiguration.loopback(.transparent)
    configuration.maximumConnections = 2
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let first = try Client(endpoint)
      let second = try Client(endpoint)
      for client in [first, second] {
        try client.send("in")
        #expect(try await onThread { try client.readText(2) } == "in")
      }
      let third = try Client(endpoint)
      try third.send("waiting")
      for client in [first, second] {
        try client.send("still")
        #expect(try await onThread { try client.readText(5) } == "still")
      }
      #expect(server.statistics.connections.accepted == 2)
      try first.finish()
      #expect(try await onThread { try first.readTextToEnd() } == "")
      #expect(try await onThread { try third.readText(7) } == "waiting")
      #expect(server.statistics.connections.accepted == 3)
    }
  }

  /// With marks so low that waiting for a worker is itself as much as a connection may owe.
  @Test(arguments: Model.onLoops)
  func whoWaitsForAWorkerIsNotHeldBackByThat(_ model: Model) async throws {
    let gate = Gate()
    var configuration = EchoServerConfiguration.loopback(try gate.echo())
    configuration.workers.workers = 1
    configuration.workers.queueLimit = 1
    configuration.connections.highWaterMark = 1
    configuration.connections.lowWaterMark = 0
    try await model.serve(configuration) { server in
      defer { gate.open() }
      let clients = try (0..<4).map { _ in try Client(server.endpoints[0]) }
      // One is at work, one is queued, and the others find no room.
      for (number, client) in clients.enumerated() {
        try client.send("a\n")
        #expect(
          await eventually { server.statistics.connections.bytesReceived == 2 * (number + 1) })
        #expect(await eventually { gate.arrivals == 1 })
      }
      gate.open()
      for client in clients { #expect(try await onThread { try client.readText(2) } == "a\n") }
    }
  }

  @Test(arguments: Model.all)
  func moreConnectionsThanDescriptorsAreRefusedAtTheStart(_ model: Model) async {
    var configuration = EchoServerConfiguration()
    configuration.maximumConnections = 99_999_999
    let error = await #expect(throws: SocketError.self) {
      try await model.start(configuration)
    }
    #expect("\(error as Any)".contains("99999999 connections at once"))
    #expect("\(error as Any)".contains("ulimit -n"))
  }

  @Test(arguments: Model.all)
  func aResetWithFramesInWorkHarmsNobody(_ model: Model) async throws {
    let gate = Gate()
    try await model.serve(.loopback(gate.echo())) { server in
      defer { gate.open() }
      let endpoint = server.endpoints[0]
      do {
        let rude = try Client(endpoint)
        try rude.send(String(repeating: "lost\n", count: 50))
        #expect(await eventually { gate.arrivals == model.framesAtOnce(clients: 1) })
        rude.resetsOnClose()
      }
      let other = try Client(endpoint)
      try other.send("kept\n")
      gate.open()
      #expect(try await onThread { try other.readText(5) } == "kept\n")
      #expect(
        await eventually {
          let now = server.statistics.connections
          return now.active == 1 && now.failed == 1
        }, "\(server.statistics)")
    }
  }

  /// What one read brings may be thousands of frames: those that nobody has begun are not worked on
  /// any more.
  @Test(arguments: Model.all)
  func whoHasGoneIsNotWorkedFor(_ model: Model) async throws {
    let gate = Gate()
    let frames = 10_000
    try await model.serve(.loopback(gate.echo())) { server in
      defer { gate.open() }
      let endpoint = server.endpoints[0]
      let gone = try Client(endpoint)
      try gone.send([UInt8](repeating: 10, count: frames))
      #expect(await eventually { gate.arrivals == model.framesAtOnce(clients: 1) })
      try gone.reset()
      gate.open()
      #expect(await eventually { server.statistics.connections.closed == 1 })
      // Until whoever works has nothing else to do than this.
      let other = try Client(endpoint)
      var before: Int
      repeat {
        before = gate.arrivals
        let reply = try await onThread {
          try other.send("a\n")
          return try other.readText(2)
        }
        #expect(reply == "a\n")
      } while gate.arrivals > before + 1
      #expect(gate.arrivals < frames / 4)
    }
  }

  /// It is sent what the kernel takes and what the high-water mark allows, then nothing is read
  /// from it any more, then it is cut.
  @Test(arguments: Model.all)
  func aPeerThatNeverReadsCostsNoMoreThanTheMark(_ model: Model) async throws {
    var configuration = EchoServerConfiguration.loopback(.transparent)
    configuration.connections.writeStallTimeout = .milliseconds(500)
    try await model.serve(configuration) { server in
      let endpoint = server.endpoints[0]
      let wrote = try await onThread { () -> Bool in
        let client = try Client(endpoint)
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<1000 {
          // The server resets it in the end: until then this blocks.
          do { try client.send(bytes) } catch { return false }
        }
        return true
      }
      #expect(!wrote, "a gigabyte went to a peer that reads nothing")
      #expect(await eventually { server.statistics.connections.stalled == 1 })
      let connections = server.statistics.connections
      let held = connections.bytesReceived - connections.bytesSent
      #expect(held <= configuration.connections.highWaterMark + 64 << 10, "\(connections)")
    }
  }

  @Test(arguments: Model.all)
  func twoThousandComeAndGo(_ model: Model) async throws {
    try await model.serve(.transparent) { server in
      let endpoint = server.endpoints[0]
      _ = try await onThreads(4) { number in
        for round in 0..<500 {
          let client = try Client(endpoint)
          switch round % 4 {
          case 0: break
          case 1: try client.send("x")
          case 2: client.resetsOnClose()
          default: try client.finish()
          }
        }
      }
      #expect(
        await eventually {
          let now = server.statistics.connections
          return now.accepted + now.acceptErrors == 2000 && now.active == 0
        }, "\(server.statistics)")
      let reply = try await onThread { try Client(endpoint).exchange([1, 2, 3], seed: 0) }
      #expect(reply == [1, 2, 3])
    }
  }
}
