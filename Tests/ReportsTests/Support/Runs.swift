import Measurement
import Stress

@testable import Reports

extension Fixture {
  /// A clean open loop: every second the same latencies, in milliseconds.
  ///
  /// - Parameters:
  ///   - seconds: the latencies of each second.
  ///   - rate: messages that were due per second; nil makes it a closed loop.
  ///   - after: seconds after ``start``.
  static func run(
    _ seconds: [[UInt64]], rate: Double? = 100, after: Double = 0
  ) throws -> RunRecord {
    var plan = try plan()
    plan.load = rate.map { .open(.constant($0)) } ?? .closed()
    var report = StressReport()
    report.startedAt = start + .seconds(after)
    report.duration = .seconds(seconds.count)
    report.target = rate
    report.intervals = seconds.enumerated().map { second, latencies in
      interval(at: second, latencies.map { $0 * ms }, target: rate)
    }
    for latencies in seconds {
      report.messages += latencies.count
      for latency in latencies {
        report.latency.record(latency * ms)
        report.serviceTime.record(latency * ms)
      }
    }
    report.messagesInAll = report.messages
    report.connections = 3
    report.connectionsOpened = 3
    report.clientCPUSeconds = 0.5
    report.threads = [LoadThreadUse(cpuShare: 0.25, waitShare: 0)]
    return RunRecord(report: report, plan: plan, context: context)
  }

  /// So many seconds of a hundred replies of a millisecond.
  static func evenSeconds(_ count: Int, latency: UInt64 = 1) -> [[UInt64]] {
    Array(repeating: Array(repeating: latency, count: 100), count: count)
  }
}
