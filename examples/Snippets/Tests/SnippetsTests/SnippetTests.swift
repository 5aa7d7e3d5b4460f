import EchoProtocol
import EchoServers
import Foundation
import Reactor
import Reports
import Stress
import Testing

@testable import Snippets

/// The snippets do what the articles say.
@Suite(.timeLimit(.minutes(10)))
struct SnippetTests {
  @Test func theGreeterGreets() async throws {
    try await withLoop { loop in
      let greeter = try await startGreeter(on: loop, at: free)
      #expect(
        try await ask("Ann\n", of: greeter.endpoint, on: loop) == "Who is there?\nHello, Ann\n")
    }
  }

  @Test func visitorsAreCounted() async throws {
    try await withLoop { loop in
      let counter = try await startCounter(on: loop, at: free)
      _ = try await ask("", of: counter.endpoint, on: loop)
      #expect(try await ask("", of: counter.endpoint, on: loop) == "You are visitor 2.\n")
    }
  }

  @Test func callbacksEcho() async throws {
    try await withLoop { loop in
      let echo = try await startEcho(on: loop, at: free)
      #expect(try await ask("hello", of: echo.endpoint, on: loop) == "hello")
      let feed = try await startFeed(on: loop, at: free)
      #expect(try await ask("", of: feed.endpoint, on: loop).hasSuffix("\n99999\n100000\n"))
    }
  }

  @Test func thePoolAddsUp() async throws {
    let pool = try WorkerPool()
    try await withLoop { loop in
      let sums = try await startSums(on: loop, at: free, computingOn: pool)
      #expect(try await ask("\u{1}\u{2}\u{3}", of: sums.endpoint, on: loop) == "6\n")
      try await waitABit(on: loop)
    }
    pool.stop()
  }

  @Test(arguments: [startRecords, startRecordHandlers])
  func aDrainWaitsForTheRestOfARecord(
    start: @Sendable (EventLoop, Endpoint) async throws -> Listener
  ) async throws {
    let loop = try configured()
    let clients = try EventLoop.spawn(name: "clients")
    let records = try await start(loop, free)
    let (report, answer) = try await clients.connect(to: records.endpoint) { connection in
      try await connection.write("0123456789abcdef0123")
      let first = try await connection.read()?.array() ?? []
      async let report = loop.drain(within: .seconds(600))
      // The listener is closed at once; the connection has to bring its record to an end.
      try await connection.write("456789abcdef")
      var second: [UInt8] = []
      while let bytes = try await connection.read() { second += bytes.array() }
      // Ends this side too: until then the server would linger.
      connection.finishOutput()
      return (await report, first + second)
    }
    #expect(report == DrainReport(drained: 1, cut: 0))
    #expect(String(decoding: answer, as: UTF8.self) == "0123456789abcdef0123456789abcdef")
    await end(loop)
    await clients.stop()
  }

  @Test func theEchoServerServesAndIsLoaded() async throws {
    let server = try await startEchoServer()
    try await load(server)
    await end(server)
  }

  @Test func aLoadIsRecordedAndShown() async throws {
    let server = try await startEchoServer()
    let page = FileManager.default.temporaryDirectory
      .appendingPathComponent("snippets-\(UUID().uuidString).html").path
    defer { try? FileManager.default.removeItem(atPath: page) }
    let record = try await record(server, onto: page)
    #expect(record.messages == 500)
    #expect(record.errors + record.mismatches == 0)
    #expect(try String(contentsOfFile: page, encoding: .utf8) == HTMLReport(record).text)
    #expect(try RunRecord(json: Array(record.json().utf8)) == record)
    await end(server)
  }

  @Test func aLoadIsWatched() async throws {
    let server = try await startEchoServer()
    var plan = StressPlan(server.endpoints[0], echo: .transparent)
    plan.warmup = .zero
    plan.messages = 500
    let report = try await watch(plan)
    #expect(report.isClean)
    #expect(report.messages == 500)
    await end(server)
  }

  @Test func theSessionAnswersWithoutASocket() throws {
    let service = try vowelService(at: free)
    let reply = answer(to: Array("swiftlet\n".utf8), service.echo)
    #expect(String(decoding: reply, as: UTF8.self) == "ie\n")
    #expect(try measure {}.count == 1_000)
  }

  private var free: Endpoint { .tcp("127.0.0.1", port: 0) }

  private func withLoop(_ body: (EventLoop) async throws -> Void) async throws {
    let loop = try EventLoop.spawn(name: "snippets")
    try await body(loop)
    await end(loop)
  }
}

/// The snippet of `LoadGenerator`'s documentation; compiled only, because it takes two seconds.
private func loadForTwoSeconds(_ server: ReactorServer) async throws {
  var plan = StressPlan(server.endpoints[0], echo: .transparent)
  plan.duration = .seconds(2)
  let report = try await LoadGenerator(plan).run()
  #expect(report.isClean)
}
