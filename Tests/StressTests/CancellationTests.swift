import CLinux
import EchoServers
import Reactor
import Sockets
import Stress
import Synchronization
import Testing

/// A load that is cancelled ends soon, and reports what it has seen.
struct CancellationTests {
  @Test func whileItMeasures() async throws {
    try await withEcho(.transparent) { endpoint, server in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .seconds(3600)
      let generator = LoadGenerator(plan)
      let measuring = AsyncStream<Void>.makeStream()
      let run = Task {
        try await generator.run { second in
          if second.phase == .measuring, second.messages > 0 { measuring.continuation.yield() }
        }
      }
      _ = await measuring.stream.first { _ in true }
      run.cancel()
      let report = try await run.value
      #expect(report.endedEarly)
      #expect(report.isClean, "\(report.errorsByCause)")
      #expect(report.messages > 0)
      #expect(report.duration < .seconds(600))
    }
  }

  /// Replies that are still under way when it is cancelled have not timed out.
  @Test func whileRepliesAreUnderWay() async throws {
    let asked = AsyncStream<Void>.makeStream()
    try await withServer({ _, _ in asked.continuation.yield() }) { endpoint in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .seconds(600)
      plan.replyTimeout = .seconds(600)
      let generator = LoadGenerator(plan)
      let run = Task { try await generator.run() }
      _ = await asked.stream.first { _ in true }
      run.cancel()
      let report = try await run.value
      #expect(report.endedEarly)
      #expect(report.isClean, "\(report.errorsByCause)")
    }
  }

  /// A server that reads nothing leaves output pending, which outlasts every goodbye.
  @Test func whileTheServerDoesNotRead() async throws {
    let server = try EventLoop.spawn(name: "deaf")
    let accepted = AsyncStream<Void>.makeStream()
    let endpoint = try await server.listen(on: .tcp("127.0.0.1", port: 0)) { connection in
      accepted.continuation.yield()
      try await connection.loop.sleep(for: .seconds(600))
    }.endpoint
    var plan = StressPlan.short(endpoint, connections: 1, size: 1 << 20, pipeline: 16)
    plan.messages = nil
    plan.replyTimeout = .seconds(600)
    let generator = LoadGenerator(plan)
    let run = Task { try await generator.run() }
    _ = await accepted.stream.first { _ in true }
    run.cancel()
    #expect(try await run.value.endedEarly)
    await server.stop()
  }

  @Test func beforeItBegins() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .seconds(600)
      let generator = LoadGenerator(plan)
      let run = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await generator.run()
      }
      let report = try await run.value
      #expect(report.endedEarly)
      #expect(report.errors == 0)
    }
  }

  /// The load's time is up, and replies are still owed.
  @Test func whileItEnds() async throws {
    try await withServer({ _, _ in }) { endpoint in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .milliseconds(100)
      plan.replyTimeout = .seconds(3600)
      let generator = LoadGenerator(plan)
      let ending = AsyncStream<Void>.makeStream()
      let run = Task {
        try await generator.run { if $0.phase == .ending { ending.continuation.yield() } }
      }
      _ = await ending.stream.first { _ in true }
      let clock = ContinuousClock()
      let time = await clock.measure {
        run.cancel()
        _ = await run.result
      }
      #expect(time < .seconds(600), "it did not wait for the replies to time out")
    }
  }

  /// On a loop that goes on, nothing is left behind.
  @Test func whileSomeHaveConnected() async throws {
    try await withEcho(.transparent) { endpoint, server in
      var plan = StressPlan.short(endpoint, connections: 1000)
      // Slow enough that it has not got further, whenever this is looked at.
      plan.connectRate = 2
      let loop = try EventLoop.spawn(name: "load")
      let generator = LoadGenerator(plan)
      let run = Task { try await generator.run(on: loop) }
      while loop.statistics.active < 3 { try await Task.sleep(for: .milliseconds(10)) }
      run.cancel()
      let report = try await run.value
      #expect(report.endedEarly)
      let begin = ContinuousClock.now
      while loop.statistics.active > 0, ContinuousClock.now - begin < .seconds(300) {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(loop.statistics.active == 0)
      await loop.stop()
    }
  }

  /// A listener whose queue is full answers no handshake: connecting hangs.
  @Test func whileItConnects() async throws {
    let full = try FullListener()
    var plan = StressPlan.short(full.endpoint, connections: 300)
    plan.connectTimeout = .seconds(3600)
    let generator = LoadGenerator(plan)
    let connecting = AsyncStream<Void>.makeStream()
    let run = Task {
      try await generator.run { if $0.phase == .connecting { connecting.continuation.yield() } }
    }
    _ = await connecting.stream.first { _ in true }
    let clock = ContinuousClock()
    let time = await clock.measure {
      run.cancel()
      _ = await run.result
    }
    #expect(time < .seconds(600), "it did not wait for the connects to time out")
  }

  /// Listens and never accepts.
  private final class FullListener: Sendable {
    let endpoint: Endpoint
    private let listening: ListeningSocket

    init() throws {
      var options = ListeningOptions()
      options.backlog = 0
      listening = try ListeningSocket.open(.tcp("127.0.0.1", port: 0), options)
      endpoint = listening.endpoint
    }
  }
}
