import CLinux
import EchoProtocol
import EchoServers
import Reactor
import Stress
import Testing

/// More in flight than the sockets between load and server hold.
struct BigMessageTests {
  /// A server that holds back until its output is read gets on only if the load reads while it
  /// sends; a Unix socket holds some hundred kilobytes.
  @Test(arguments: [1, 32]) func theLoadReadsWhileItSends(_ pipeline: Int) async throws {
    let path = "@swiftlet-big-\(getpid())-\(pipeline)"
    let server = try await ReactorServer.start(
      EchoServerConfiguration(EchoService(.unix(path), .transparent)))
    var plan = StressPlan.short(
      server.endpoints[0], connections: 1, size: 4 << 20 / pipeline, pipeline: pipeline)
    plan.messages = 2 * pipeline
    plan.warmup = .zero
    let report = try await load(plan)
    await server.stop()
    #expect(report.isClean, "\(report.errorsByCause) \(report.firstMismatch as Any)")
    #expect(report.messages == 2 * pipeline)
  }
}
