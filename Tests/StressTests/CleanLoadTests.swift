import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Stress
import Testing

/// Loads on a server that does everything right.
struct CleanLoadTests {
  static let dialects: [(Framing, String)] = [
    (.raw, "identity"), (.raw, "upper"), (.line, "identity"), (.line, "sha256"),
    (.length, "deflate"),
    (.length, "identity"),
  ]

  @Test(arguments: dialects, [1, 16, 500])
  func areClean(_ dialect: (Framing, String), _ pipeline: Int) async throws {
    let echo = try EchoConfiguration.typed(dialect.0, dialect.1)
    try await withEcho(echo) { endpoint, server in
      let report = try await load(.short(endpoint, echo: echo, pipeline: pipeline))
      #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
      #expect(report.messages >= 100)
      #expect(report.messagesInAll >= report.messages)
      #expect(report.bytes == report.messages * 64)
      #expect(report.connections == 2)
      #expect(!report.endedEarly)
      #expect(Int(report.latency.count) == report.messages)
      let statistics = server.statistics.connections
      #expect(statistics.accepted == 2)
      let sent = echo.encode(request: Array(repeating: 0x41, count: 64)).count
      #expect(statistics.bytesReceived == report.messagesInAll * sent)
      #expect(server.statistics.badFrames == 0)
    }
  }

  @Test(arguments: [Framing.raw, .line, .length], [1, 4, 64, 70_000])
  func areCleanInEverySize(_ framing: Framing, _ size: Int) async throws {
    let echo = try EchoConfiguration.typed(framing, "identity")
    try await withEcho(echo) { endpoint, _ in
      let report = try await load(
        .short(endpoint, echo: echo, connections: 3, size: size, pipeline: 4))
      #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
      #expect(report.messages >= 100)
    }
  }

  /// The first kilobyte of each reply comes at once, the rest a tenth of a second later.
  @Test func theFirstByteIsTimedByItself() async throws {
    try await withServer({ connection, bytes in
      connection.send(Array(bytes.prefix(1000)))
      connection.after(.milliseconds(100)) { connection.send(Array(bytes.dropFirst(1000))) }
    }) { endpoint in
      var plan = StressPlan.short(endpoint, connections: 1, size: 4000)
      plan.messages = 10
      plan.warmup = .zero
      let report = try await load(plan)
      #expect(report.isClean && report.messages == 10)
      #expect(report.firstByte.count == 10 && report.serviceTime.count == 10)
      #expect(report.serviceTime.min >= 99_900_000)
      // One of ten at least was read before the rest came.
      #expect(report.firstByte.min < report.serviceTime.min, "\(report.firstByte)")
    }
  }

  @Test func aKnownDelayShowsInTheLatency() async throws {
    let echo = try EchoConfiguration.typed(.line, "wait:5000")
    try await withEcho(echo) { endpoint, _ in
      let report = try await load(.short(endpoint, echo: echo))
      #expect(report.isClean)
      let p50 = report.latency.percentile(50)
      // At least the delay, to the histogram's three digits; the workers are nice to everybody.
      #expect(p50 >= 4_990_000 && p50 < 300_000_000_000, "\(p50) ns")
    }
  }

  @Test func severalRunsDoNotDisturbEachOther() async throws {
    try await withEcho(.transparent) { endpoint, server in
      let reports = try await withThrowingTaskGroup(of: StressReport.self) { group in
        for seed in 0..<6 {
          group.addTask {
            var plan = StressPlan.short(endpoint, pipeline: 3)
            plan.seed = UInt64(seed)
            return try await load(plan)
          }
        }
        var reports: [StressReport] = []
        for try await report in group { reports.append(report) }
        return reports
      }
      #expect(reports.allSatisfy { $0.isClean && $0.messages > 0 })
      let all = reports.reduce(0) { $0 + $1.messagesInAll }
      #expect(server.statistics.connections.bytesReceived == all * 64)
    }
  }
}
