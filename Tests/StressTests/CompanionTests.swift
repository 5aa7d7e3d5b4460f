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
      plan.load = .open(.constant(200))
      plan.sizes = .fixed(8)
      for kind in Companion.allCases { plan.companions[kind] = 2 }
      let running = LoadGenerator(plan).start()
      for await second in running.progress where second.elapsed >= .seconds(4) {
        // Half-closers end in peace, resetters break; the others stay.
        let connections = server.statistics.connections
        if connections.failed > 2, connections.closed - connections.failed > 2 { running.stop() }
      }
      let report = try await running.report()
      #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
      let due = Double(report.messages + report.unsent)
      #expect(abs(due - 200 * (report.duration / .seconds(1))) <= 1, "\(report.duration)")
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
    let wrong = Locked(0)
    try await withServer({ connection, bytes in
      // The load's messages have 64 bytes, and theirs too; theirs come in other pieces.
      guard bytes.count < 64 else { return _ = connection.send(bytes) }
      connection.send(bytes.map { $0 ^ 1 })
      wrong.withLock { $0 += bytes.count }
    }) { endpoint in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.load = .open(.constant(100))
      plan.companions = [.slowWriter: 1]
      let running = LoadGenerator(plan).start()
      // Who writes its second message has read the reply to its first.
      for await _ in running.progress where wrong.withLock({ $0 }) > 64 { running.stop() }
      let report = try await running.report()
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
    plan.load = .open(.constant(100))
    plan.companions = [.idle: 3]
    // On a busy machine the load itself may be silent for so long.
    plan.reconnects = true
    let running = LoadGenerator(plan).start()
    // Far more than the load can have suffered, or can be under way to the three.
    for await second in running.progress
    where server.statistics.connections.idleTimeouts >= second.failures + 20 { running.stop() }
    let report = try await running.report()
    #expect(report.mismatches == 0)
    #expect(report.companions.first?.endedByServer ?? 0 >= 3)
    await server.stop()
  }
}
