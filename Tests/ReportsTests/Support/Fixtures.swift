import EchoProtocol
import Measurement
import Reactor
import Reports

@testable import Stress

/// Runs made by hand, with a clock that stands still and a machine that does not exist.
enum Fixture {
  static let machine = MachineFingerprint(
    kernel: "6.1.0-test", architecture: "x86_64", cpuModel: "Testium 9000", cores: 4,
    allowedCores: 2, quotaCores: 1.5, memoryBytes: 8 << 30)

  static let context = RunContext(
    version: "1.2.3", command: ["swiftlet", "stress", "127.0.0.1:5000", "-r", "100/s"],
    environment: machine)

  /// 2026-02-03T04:05:06.789Z.
  static let start: Duration = .milliseconds(1_770_091_506_789)

  static let ms: UInt64 = 1_000_000

  /// An open loop of 100 messages a second for two seconds.
  static func plan() throws -> StressPlan {
    var plan = StressPlan(
      .tcp("127.0.0.1", port: 5000), .unix("/run/echo"),
      echo: try EchoConfiguration(framing: .line, chain: TransformChain(parsing: "upper,rot13")))
    plan.load = .open(.constant(100), .poisson)
    plan.duration = .seconds(2)
    plan.connections = 3
    plan.sizes = SizeDistribution([.init(64...64, weight: 90), .init(1024...16384, weight: 10)])
    plan.companions = [.slowReader: 2, .idle: 0]
    plan.seed = 42
    plan.reconnects = true
    plan.connectRate = 50
    plan.messagesPerConnection = 10
    return plan
  }

  /// Two seconds of it, not all well.
  static func report() -> StressReport {
    var report = StressReport()
    report.latency = Histogram([2, 2, 2, 7].map { $0 * ms })
    report.serviceTime = Histogram([1, 2, 2, 2].map { $0 * ms })
    report.firstByte = Histogram([1, 1, 1, 1].map { $0 * ms })
    report.connectTime = Histogram([300_000, 400_000, 500_000])
    report.sendLag = Histogram([10_000, 20_000, 30_000, 40_000])
    report.messages = 4
    report.messagesInAll = 9
    report.unsent = 1
    report.bytes = 256
    report.duration = .seconds(2)
    report.startedAt = start
    report.connections = 3
    report.connectionsOpened = 5
    report.errorsByCause = [.closedEarly: 2, .timeout: 1, .reset: 0]
    report.mismatches = 1
    report.firstMismatch = Mismatch(message: 3, offset: 7, expected: [0x0A, 0xFF], received: [])
    report.firstConnectFailure = SocketError(
      "connect to", "tcp://127.0.0.1:5000", reason: "Connection refused")
    report.target = 2
    report.clientCPUSeconds = 0.25
    var slow = CompanionReport(.slowReader)
    slow.wanted = 2
    slow.open = 1
    slow.endedByServer = 1
    report.companions = [slow]
    report.threads = [LoadThreadUse(cpuShare: 0.125, waitShare: 0.5)]
    report.doubts = [StressDoubt(reason: "the client was late", advice: "use more threads (-t 2)")]
    report.intervals = [
      interval(at: 0, [2 * ms, 2 * ms, 2 * ms]), interval(at: 1, [7 * ms], failures: 4),
    ]
    return report
  }

  /// One second of a report.
  static func interval(
    at second: Int, _ latencies: [UInt64], failures: Int = 0, target: Double? = 2
  ) -> StressInterval {
    var interval = StressInterval()
    interval.start = .seconds(second)
    interval.duration = .seconds(1)
    interval.messages = latencies.count
    interval.failures = failures
    interval.connections = 3
    interval.target = target
    interval.latency = EncodedHistogram(Histogram(latencies))
    return interval
  }

  /// The record of it all; made once, for a debug build takes its time over histograms.
  static func record() throws -> RunRecord { try made.get() }

  private static let made = Result {
    RunRecord(report: report(), plan: try plan(), context: context)
  }
}
