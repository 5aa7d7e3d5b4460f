import Foundation
import Reactor
import Testing

/// `swiftlet stress`: its statuses and its report for programs.
struct StressCommandTests {
  @Test func theReportHasTheKeysOfTheContract() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "-c", "4", "-p", "2", "-n", "2000", "--warmup", "0", "--json",
      "-q")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.text.split(separator: "\n").count == 1)
    let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let object = try #require(parsed)
    for key in [
      "messages", "messages_per_second", "bytes_per_second", "connections", "errors", "mismatches",
      "client_cpu_seconds", "schema",
    ] { #expect(object[key] is NSNumber, "\(key)") }
    #expect(object["schema"] as? Int == 1)
    #expect(object["connections"] as? Int == 4)
    #expect(object["errors"] as? Int == 0 && object["mismatches"] as? Int == 0)
    let latency = try #require(object["latency_us"] as? [String: Double])
    let names = ["min", "p50", "p90", "p99", "p99_9", "p99_99", "max"]
    #expect(Set(latency.keys) == Set(names + ["mean"]))
    let figures = names.compactMap { latency[$0] }
    #expect(figures == figures.sorted() && figures[0] > 0)
    #expect(await server.terminate().status == 0)
  }

  @Test func peopleGetATable() async throws {
    let server = try await Swiftlet.serve(
      "127.0.0.1:0", "--framing", "line", "--transform", "sha256")
    let outcome = try await Swiftlet.run(
      "stress", server.endpoint, "--framing", "line", "--expect", "sha256", "-d", "200ms")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("messages") && outcome.text.contains("p99.99"))
    #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome.text)")
    #expect(await server.terminate().status == 0)
  }

  @Test func aServerThatDoesNotEchoIsRefused() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0", "--transform", "rot13")
    let outcome = try await Swiftlet.run("stress", server.endpoint, "-d", "1s", "--warmup", "0")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("first mismatch: reply 0, byte"))
    expectNoCrash(outcome)
    #expect(await server.terminate().status == 0)
  }

  @Test func aServerThatGoesAwayIsAnErrorAndNoCrash() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try ChildProcess(Swiftlet.path, ["stress", server.endpoint, "-d", "60s", "--json"])
    var isLoaded = false
    for _ in 0..<100 where !isLoaded {
      server.child.signal(SIGUSR1)
      isLoaded = await server.child.waits(within: 0.1) { $0.contains(/connections open +50\n/) }
    }
    server.child.signal(SIGKILL)
    let outcome = await load.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.text.contains(#""ended_early":true"#), "\(outcome.text)")
    expectNoCrash(outcome)
  }

  @Test func anInterruptEndsItEarlyAndItReports() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try ChildProcess(Swiftlet.path, ["stress", server.endpoint, "-d", "60s", "--json"])
    var isLoaded = false
    for _ in 0..<100 where !isLoaded {
      server.child.signal(SIGUSR1)
      isLoaded = await server.child.waits(within: 0.1) { $0.contains(/connections open +50\n/) }
    }
    load.signal(SIGINT)
    let outcome = await load.outcome(within: 20)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains(#""ended_early":true"#))
    #expect(await server.terminate().status == 0)
  }
}
