import Foundation
import Glibc
import Testing

/// A real server that stands still for a second, in the middle of a load on a schedule.
///
/// How exact the figures are is for `make truth`, on a machine that is not running a test suite;
/// here it is seen that what users would have waited is not lost.
struct StoppedServerTests {
  @Test func isSeenByWhoWouldHaveWaitedAndSaidInWords() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let load = try ChildProcess(
      Swiftlet.path,
      [
        "stress", server.endpoint, "-r", "200/s", "-c", "4", "-d", "8s", "--warmup", "0", "--json",
        "--timeout", "5m",
      ])
    // A line a second where there is no terminal: the first tells that it measures.
    #expect(await load.waits { $0.contains(" of 8 s") })
    server.child.signal(SIGSTOP)
    let clock = ContinuousClock()
    let stopped = clock.now
    try await Task.sleep(for: .seconds(1))
    server.child.signal(SIGCONT)
    let seconds = (clock.now - stopped) / .seconds(1)
    let outcome = await load.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let report = try #require(parsed)
    let latency = try #require(report["latency_us"] as? [String: Double])
    // Of eight seconds' messages those of S are late: a quantile q waited S - (1 - q) 8 s or longer.
    #expect(try #require(latency["max"]) >= (seconds - 0.02) * 1e6)
    #expect(try #require(latency["p99"]) >= (seconds - 0.08 - 0.02) * 1e6)
    #expect(try #require(latency["p90"]) >= (seconds - 0.8 - 0.02) * 1e6)
    let words = try #require(report["explanation"] as? [String])
    #expect(!words.isEmpty)
    #expect(await server.terminate().status == 0)
  }
}
