import Foundation
import Testing

/// A real server that stands still for a second, in the middle of a load on a schedule.
///
/// How exact the figures are is for `make truth`, on a machine that is not running a test suite;
/// here it is seen that what users would have waited is not lost.
struct StoppedServerTests {
  @Test func isSeenByWhoWouldHaveWaitedAndSaidInWords() async throws {
    let server = try await Swiftlet.serve("127.0.0.1:0")
    let progress = temporaryPath("progress")
    // By a shell, which has the time whatever the other tests do. Where there is no terminal the
    // load says a line a second: the first tells that it measures.
    let outcome = try await Swiftlet.shell(
      """
      \(Swiftlet.path) stress \(server.endpoint) -r 200/s -c 4 -d 40s --warmup 0 --timeout 5m \
      --connect-timeout 5m --json 2>\(progress) & load=$!
      until grep -q ' of 40 s' \(progress) 2>/dev/null || ! kill -0 $load; do sleep 0.02; done
      kill -STOP \(server.child.pid); date +%s.%N; sleep 1; date +%s.%N
      kill -CONT \(server.child.pid)
      wait $load; status=$?; rm -f \(progress); exit $status
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.text.split(separator: "\n")
    try #require(lines.count == 3, "\(outcome.text)")
    let stop = try #require(Double(lines[0]))
    let seconds = try #require(Double(lines[1])) - stop
    let parsed = try JSONSerialization.jsonObject(with: Data(lines[2].utf8)) as? [String: Any]
    let report = try #require(parsed)
    let latency = try #require(report["latency_us"] as? [String: Double])
    // Of forty seconds' messages those of S are late: a quantile q waited S - (1 - q) 40 s or
    // longer.
    #expect(try #require(latency["max"]) >= (seconds - 0.05) * 1e6)
    #expect(try #require(latency["p99"]) >= (seconds - 0.4 - 0.05) * 1e6)
    let words = try #require(report["explanation"] as? [String])
    #expect(!words.isEmpty)
    #expect(await server.terminate().status == 0)
  }
}
