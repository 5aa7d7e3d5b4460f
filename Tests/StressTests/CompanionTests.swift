import EchoProtocol
import EchoServers
import Reactor
import Sockets
import Stress
import Testing

/// Difficult peers beside a load: they do what they are called, and the load is none the worse.
struct CompanionTests {
  @Test(arguments: [Framing.raw, .line, .length])
  func allKindsAtOnce(_ framing: Framing) async throws {
    let echo = try EchoConfiguration.typed(framing, "identity")
    try await withEcho(echo) { endpoint, server in
      var plan = StressPlan.short(endpoint, echo: echo)
      plan.messages = nil
      plan.duration = .seconds(5)
      plan.load = .open(.constant(200))
      plan.sizes = .fixed(8)
      for kind in Companion.allCases { plan.companions[kind] = 2 }
      let report = try await load(plan)
      #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
      #expect(report.messages + report.unsent == 1000)
      #expect(report.companions.map(\.kind) == Companion.allCases)
      for seen in report.companions {
        #expect(seen.wanted == 2 && seen.wrong == 0 && seen.refused == 0, "\(seen)")
        switch seen.kind {
        case .idle, .slowReader: #expect(seen.open == 2, "\(seen)")
        case .halfCloser, .resetter: #expect(seen.rounds > 0, "\(seen)")
        // A message of nine bytes at a time takes a tenth of a second, or more on a busy machine.
        case .slowWriter: #expect(seen.rounds > 0 || seen.open == 2, "\(seen)")
        }
      }
      #expect(server.statistics.connections.accepted > 2 + 10)
    }
  }

  /// However small the messages: who reads slowly makes the server wait with its echo.
  @Test(arguments: [8, 65_536]) func slowReadersFillTheirServersOutput(_ size: Int) async throws {
    let most = Locked(0)
    try await withServer({ connection, bytes in
      connection.send(bytes)
      most.withLock { $0 = max($0, connection.pendingOutput) }
    }) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 1, size: size)
      plan.messages = nil
      plan.duration = .seconds(600)
      plan.load = .open(.constant(10))
      plan.companions = [.slowReader: 1]
      let running = LoadGenerator(plan).start()
      for await _ in running.progress where most.withLock({ $0 }) >= 65_536 { running.stop() }
      let report = try await running.report()
      #expect(report.isClean, "\(report.errorsByCause)")
      #expect(report.companions.first?.wrong == 0 && report.companions.first?.open == 1)
    }
    #expect(most.withLock { $0 } >= 65_536)
  }

  @Test func aServerThatEchoesWronglyIsFoundOutByThemToo() async throws {
    try await withServer({ connection, bytes in
      // The load's messages have 64 bytes, and theirs too; theirs come in other pieces.
      if bytes.count < 64 { connection.send(bytes.map { $0 ^ 1 }) } else { connection.send(bytes) }
    }) { endpoint in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .seconds(6)
      plan.load = .open(.constant(100))
      plan.companions = [.slowWriter: 1]
      let report = try await load(plan)
      #expect(report.errors == 0 && report.mismatches == 0)
      #expect(report.companions.first?.wrong ?? 0 > 0)
      #expect(!report.isClean)
    }
  }

  @Test func aServerThatEndsThemIsCountedAsThat() async throws {
    var configuration = EchoServerConfiguration(
      EchoService(.tcp("127.0.0.1", port: 0), .transparent))
    configuration.connections.idleTimeout = .milliseconds(200)
    let server = try await ReactorServer.start(configuration)
    var plan = StressPlan.short(server.endpoints[0])
    plan.messages = nil
    plan.duration = .seconds(6)
    plan.load = .open(.constant(100))
    plan.companions = [.idle: 3]
    // On a busy machine the load itself may be silent for so long.
    plan.reconnects = true
    let report = try await load(plan)
    #expect(report.mismatches == 0)
    #expect(report.companions.first?.endedByServer ?? 0 >= 3)
    await server.stop()
  }
}
