import EchoProtocol
import Measurement
import Reactor
import Reports
import Stress

/// A run made by hand: latencies are put in message by message, the rest follows.
///
/// Made of a seed, so that the same sample is the same page.
struct SampleRun {
  var plan: StressPlan
  var report = StressReport()
  var command = ["swiftlet", "stress", "127.0.0.1:5000"]
  private(set) var intervals: [IntervalRecord] = []
  private var random = SampleRandom()

  init(_ load: LoadModel, seconds: Int = 10) throws {
    plan = StressPlan(.tcp("127.0.0.1", port: 5000), echo: try EchoConfiguration())
    plan.load = load
    plan.duration = .seconds(seconds)
    report.startedAt = .milliseconds(1_770_091_445_678)
    report.connections = plan.connections
    report.connectionsOpened = plan.connections
    report.threads = [LoadThreadUse(cpuShare: 0.384, waitShare: 0.004)]
    report.clientCPUSeconds = 0.384 * Double(seconds)
    for _ in 0..<plan.connections {
      report.connectTime.record(latency(around: 85_000))
      if case .open = load { report.sendLag.record(latency(around: 9000)) }
    }
  }

  /// A latency in nanoseconds that is rarely far above its usual value, never below half of it.
  mutating func latency(around usual: Double) -> UInt64 {
    let chance = random.next()
    // The tail of a heavy-tailed distribution: one in a thousand is ten times as long.
    return UInt64(usual * (0.5 + 0.5 / (1 - chance * 0.9999).squareRoot()))
  }

  /// A number from 0 to 1.
  mutating func chance() -> Double { random.next() }

  /// A second of the run.
  ///
  /// - Parameter latencies: from when messages were due and from when they were sent, in
  ///   nanoseconds, of the replies that came in it.
  mutating func second(
    _ latencies: [(due: UInt64, sent: UInt64)], target: Double? = nil, failures: Int = 0,
    connections: Int? = nil
  ) {
    var due = Histogram()
    for latency in latencies {
      due.record(latency.due)
      report.serviceTime.record(latency.sent)
      report.firstByte.record(latency.sent - latency.sent / 16)
    }
    report.latency.merge(due)
    report.messages += latencies.count
    intervals.append(
      IntervalRecord(
        startSeconds: Double(intervals.count), durationSeconds: 1, messages: latencies.count,
        failures: failures, connections: connections ?? plan.connections,
        targetPerSecond: target, latency: due))
  }

  /// The record of it.
  func record() -> RunRecord {
    var report = report
    report.messagesInAll = report.messages + report.messages / 10
    report.bytes = report.messages * plan.sizes.largest
    report.duration = .seconds(intervals.count)
    let targets = intervals.compactMap(\.targetPerSecond)
    if !targets.isEmpty { report.target = targets.reduce(0, +) / Double(targets.count) }
    let machine = MachineFingerprint(
      kernel: "6.1.0-18-amd64", architecture: "x86_64", cpuModel: "Example CPU 3.0 GHz", cores: 2,
      allowedCores: 2, quotaCores: 1.5, memoryBytes: 8_589_934_592)
    var record = RunRecord(
      report: report, plan: plan,
      context: RunContext(version: "0.1.0", command: command, environment: machine))
    record.intervals = intervals
    record.explanation = Explanation.sentences(for: record)
    return record
  }
}

/// A generator of numbers from 0 to 1; the multiplier is Knuth's (MMIX).
private struct SampleRandom {
  private var state: UInt64 = 42

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53)
  }
}
