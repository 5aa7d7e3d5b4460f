import EchoServers
import Foundation
import Measurement
import Reactor
import Stress
import Testing

/// As many connections as there may be, and a few more.
struct ExhaustionTests {
  /// A server that inherits so many open files that its own estimate is too high: accept(2) fails
  /// with EMFILE for real.
  @Test(arguments: ["reactor", "async"])
  func runningOutOfDescriptors(_ model: String) async throws {
    let beginning = ContinuousClock.now
    let child = try ChildProcess(
      "bash",
      [
        "--norc", "-c",
        #"ulimit -n 110; for fd in {20..99}; do eval "exec $fd</dev/null"; done; exec "$@""#,
        "bash",
        Swiftlet.path, "serve", "127.0.0.1:0", "--model", model,
      ])
    let server = try await Swiftlet.Server(child)
    let endpoint = try Endpoint(parsing: server.endpoint)
    let loop = try EventLoop.spawn(name: "crowd")
    for _ in 0..<60 {
      try await loop.connect(to: endpoint, timeout: .seconds(300)) { _ in Silent() }
    }
    #expect(await child.waits { $0.contains("descriptors or memory have run out") })
    let before = try #require(Self.processorTicks(child.pid))
    let start = ContinuousClock.now
    try await Task.sleep(for: .seconds(1))
    let spent = try #require(Self.processorTicks(child.pid)) - before
    // A busy machine lets it wait longer than that, and this one sleep.
    let waited = (ContinuousClock.now - start) / .seconds(1)
    #expect(Double(spent) < 20 * waited, "\(spent) hundredths of \(waited) s of waiting")
    #expect(child.isRunning)
    await loop.stop()
    let echo = try await Swiftlet.run("connect", server.endpoint, input: "again\n")
    #expect(echo.text == "again\n")
    let outcome = await server.terminate()
    #expect(outcome.status == 0)
    let said = outcome.errors.components(separatedBy: "have run out").count - 1
    // Once in ten seconds at most, and on a busy machine all this takes longer.
    let most = 1 + Int((ContinuousClock.now - beginning) / .seconds(10))
    #expect((1...most).contains(said), "\(outcome.errors)")
  }

  private final class Silent: ConnectionHandler {
    func received(_ bytes: RawSpan, on connection: Connection) {}
  }

  /// User and system time of a process so far, in the clock ticks of `/proc` (`proc(5)`).
  private static func processorTicks(_ pid: pid_t) -> Int? {
    guard let text = try? ProcFile.read("/proc/\(pid)/stat"),
      let rest = text.split(separator: ")").last
    else { return nil }
    let fields = rest.split(separator: " ")
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else {
      return nil
    }
    return user + system
  }

  /// 5,000 connections in a hundred loads of fifty: none is left, and no descriptor either.
  @Test(arguments: ["reactor", "async"])
  func fiveThousandComeAndGoWithoutALeak(_ model: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--model", model)
    let endpoint = try Endpoint(parsing: server.endpoint)
    for _ in 0..<26 {
      var plan = StressPlan(endpoint, echo: .transparent)
      plan.connections = 200
      plan.connectTimeout = .seconds(300)
      plan.replyTimeout = .seconds(300)
      plan.warmup = .zero
      plan.duration = .milliseconds(1)
      #expect(try await LoadGenerator(plan).run().isClean)
    }
    #expect(await server.hasOnly(connected: 0), "descriptors were left behind")
    let outcome = await server.terminate()
    #expect(outcome.text.contains(/connections accepted +5,200/), "\(outcome.text)")
    #expect(outcome.text.contains(/connections open +0/))
  }

  /// All at once, each echoing.
  @Test(arguments: ["reactor", "async"])
  func twoThousandAtOnce(_ model: String) async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--model", model)
    var plan = StressPlan(try Endpoint(parsing: server.endpoint), echo: .transparent)
    plan.connections = min(2000, OpenFileLimit.raise() / 4)
    plan.connectTimeout = .seconds(300)
    plan.replyTimeout = .seconds(300)
    plan.warmup = .zero
    plan.duration = .milliseconds(500)
    let report = try await LoadGenerator(plan).run()
    #expect(report.isClean, "\(report.errorsByCause)")
    #expect(report.connections == plan.connections)
    #expect(report.messagesInAll >= plan.connections)
    #expect(await server.terminate().status == 0)
  }
}
