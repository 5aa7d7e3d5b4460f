import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Sockets
import Stress
import Testing

/// Connections that come and go, that think, that go to several servers, that come back.
struct ChurnTests {
  @Test(arguments: [1, 4], [1, 2])
  func connectionsAreReplacedAfterTheirMessages(_ pipeline: Int, _ threads: Int) async throws {
    try await withEcho(.transparent) { endpoint, server in
      var plan = StressPlan.short(endpoint, connections: 4, pipeline: pipeline)
      plan.warmup = .zero
      plan.messages = 400
      plan.messagesPerConnection = 10
      plan.threads = threads
      let report = try await load(plan)
      #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
      #expect(report.messages == 400)
      #expect(report.connections == 4)
      #expect(report.connectionsOpened >= 40 && report.connectionsOpened <= 60)
      #expect(report.connectTime.count >= 40)
      // The last of them may not be let in yet; and the load's end may have come upon some, one in
      // each place, that it no longer counted.
      let opened = report.connectionsOpened
      let accepted = try await server.statistics { $0.accepted >= opened }.accepted
      #expect(accepted <= opened + 4)
    }
  }

  @Test func aThinkTimeIsKept() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint, connections: 2)
      plan.warmup = .zero
      plan.messages = 20
      plan.load = .closed(thinkTime: .milliseconds(20))
      let report = try await load(plan)
      #expect(report.isClean && report.messages == 20)
      // Ten each, nine thoughts between them.
      #expect(report.duration >= .milliseconds(180))
    }
  }

  @Test func severalServersAreLoadedInTurn() async throws {
    try await withEcho(.transparent) { first, one in
      try await withEcho(.transparent) { second, other in
        var plan = StressPlan(first, second, echo: .transparent)
        plan.connections = 6
        plan.threads = 2
        plan.messages = 600
        plan.connectTimeout = .seconds(300)
        plan.replyTimeout = .seconds(300)
        let report = try await load(plan)
        #expect(report.isClean)
        #expect(one.statistics.connections.accepted == 3)
        #expect(other.statistics.connections.accepted == 3)
      }
    }
  }

  @Test func connectionsAreOpenedAtTheirRate() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint, connections: 20)
      plan.connectRate = 100
      let clock = ContinuousClock()
      let begin = clock.now
      let report = try await load(plan)
      #expect(report.isClean)
      #expect(clock.now - begin >= .milliseconds(190))
    }
  }

  /// A pace so slow that only the first ever comes.
  @Test func aVeryLowRateOfConnectionsIsTaken() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint, connections: 1)
      plan.connectRate = 1e-12
      let report = try await load(plan)
      #expect(report.isClean)
    }
  }

  /// All are thrown out at once, long after they were opened: they come back at the same pace.
  @Test func connectionsAreOpenedAtTheirRateAgain() async throws {
    let opened = Locked<[ContinuousClock.Instant]>([])
    let thrownOut = Locked<ContinuousClock.Instant?>(nil)
    try await withServer(
      { connection, bytes in
        connection.after(.milliseconds(700)) {
          thrownOut.withLock { $0 = $0 ?? ContinuousClock.now }
          connection.abort()
        }
        connection.send(bytes)
      }, welcome: { _ in opened.withLock { $0.append(ContinuousClock.now) } }
    ) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 10)
      plan.connectRate = 50
      plan.reconnects = true
      plan.load = .closed(thinkTime: .seconds(600))
      plan.warmup = .zero
      plan.messages = nil
      let running = LoadGenerator(plan).start()
      for await _ in running.progress where opened.withLock({ $0.count }) >= 20 { running.stop() }
      _ = try await running.report()
    }
    let times = opened.withLock { $0 }
    try #require(times.count >= 20)
    let begin = try #require(thrownOut.withLock { $0 })
    // Nine gaps of 20 ms; a tenth of a second of them may be caught up.
    #expect(times[19] - begin >= .milliseconds(80))
  }

  /// A server that lets everybody in and throws everybody out is not stormed.
  @Test func whoIsNeverServedComesBackMoreAndMoreSeldom() async throws {
    let welcomed = Locked(0)
    try await withServer(
      { _, _ in },
      welcome: { connection in
        welcomed.withLock { $0 += 1 }
        connection.abort()
      }
    ) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 1)
      plan.reconnects = true
      plan.messages = nil
      let begin = ContinuousClock.now
      let running = LoadGenerator(plan).start()
      for await _ in running.progress where welcomed.withLock({ $0 }) >= 5 { running.stop() }
      let report = try await running.report()
      let time = ContinuousClock.now - begin
      #expect(report.connectionsOpened >= 5)
      // 10 ms before the second, 20 ms before the third, and so on, up to a second.
      let least = (1..<report.connectionsOpened).reduce(Duration.zero) { sum, number in
        sum + .milliseconds(min(1000, 10 << min(number - 1, 7)))
      }
      #expect(time >= least, "\(report.connectionsOpened) in \(time)")
    }
  }

  @Test(arguments: ["64:90,4096:10", "1..2000"])
  func messagesOfManySizesAreVerified(_ which: String) async throws {
    for framing in [Framing.raw, .line, .length] {
      let echo = try EchoConfiguration.typed(framing, "identity")
      try await withEcho(echo) { endpoint, _ in
        var plan = StressPlan.short(endpoint, echo: echo, pipeline: 5)
        plan.sizes =
          which.contains(":")
          ? SizeDistribution([.init(64...64, weight: 90), .init(4096...4096, weight: 10)])
          : .range(1...2000)
        plan.messages = 3000
        let report = try await load(plan)
        #expect(report.isClean, "\(report.firstMismatch as Any)")
        #expect(abs(Double(report.bytes) / 3000 / plan.sizes.mean - 1) < 0.2)
      }
    }
  }

  @Test func theUsersOwnLinesAreSentAndVerified() async throws {
    let echo = try EchoConfiguration.typed(.line, "sha256")
    try await withEcho(echo) { endpoint, _ in
      var plan = StressPlan.short(endpoint, echo: echo, pipeline: 2)
      plan.payload = Array("GET /\r\n\nnaïve\nlast".utf8)
      let report = try await load(plan)
      #expect(report.isClean, "\(report.firstMismatch as Any)")
    }
  }

  /// A server that resets the first ten connections at their first message and serves the others.
  @Test func whoWasThrownOutComesBack() async throws {
    let victims = Locked(0)
    try await withServer({ connection, bytes in
      let isVictim = victims.withLock { count in
        count += 1
        return count <= 10
      }
      if isVictim { connection.abort() } else { connection.send(bytes) }
    }) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 3)
      plan.reconnects = true
      plan.warmup = .zero
      let report = try await load(plan)
      #expect(report.errors == 10, "\(report.errorsByCause)")
      #expect(report.messages == 100 && !report.endedEarly)
      #expect((11...13).contains(report.connectionsOpened))
    }
  }
}
