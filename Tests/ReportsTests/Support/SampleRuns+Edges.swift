import EchoProtocol
import Measurement
import Reactor
import Reports

@testable import Stress

extension SampleRuns {
  /// An hour, second by second, with one second that stands out.
  static func long() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(2000)), seconds: 3600)
    for _ in 0..<12 { run.second(run.pairs(200), target: 2000) }
    var record = run.record()
    let some = record.intervals
    record.durationSeconds = 3600
    record.messages = 0
    record.intervals = (0..<3600).map { second in
      var one = some[(second * 7 + second / 12) % some.count]
      one.startSeconds = Double(second)
      one.messages = 2000 + second * 37 % 11 - 5
      one.messagesPerSecond = Double(one.messages)
      one.connections = 50
      if second == 1803 { one.latency.max = 2_345_678 }
      record.messages += one.messages
      return one
    }
    record.latency.max = 2_345_678
    record.service.max = 2_345_678
    record.messagesPerSecond = Double(record.messages) / 3600
    return record
  }

  /// Nobody answered: no message, no interval, only errors.
  static func empty() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(1000)))
    run.report.errorsByCause = [.timeout: 50]
    run.report.threads = []
    run.report.connectTime = Histogram()
    run.report.sendLag = Histogram()
    return run.record()
  }

  /// One message in one interval of half a second.
  static func moment() throws -> RunRecord {
    var run = try SampleRun(.closed(), seconds: 1)
    run.second([(due: 87_654, sent: 87_654)])
    var record = run.record()
    record.intervals[0].durationSeconds = 0.5
    record.intervals[0].messagesPerSecond = 2
    return record
  }

  /// Every latency the same, but for one that is ten million times as long.
  static func constant() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(1000)), seconds: 3)
    for second in 0..<3 {
      var pairs = Array(repeating: (due: UInt64(1000), sent: UInt64(1000)), count: 1000)
      if second == 2 { pairs[7] = (10_000_000_000, 10_000_000_000) }
      run.second(pairs, target: 1000)
    }
    return run.record()
  }

  /// What somebody might write who does not mean well.
  static func hostile() throws -> RunRecord {
    let bad =
      "</script><script>alert('1')</script><!-- \"&amp;\" \u{0}\u{1B}[31m ünï→🐦 \u{202E}evil"
    var run = try SampleRun(.open(.constant(1000)), seconds: 2)
    run.command = ["swiftlet", "stress", bad, "it's", "", "--seed=1"]
    run.report.doubts = [StressDoubt(reason: bad, advice: bad)]
    for _ in 0..<2 { run.second(run.pairs(1000), target: 1000, failures: 1) }
    var record = run.record()
    record.version = bad
    record.plan.endpoints = [bad, String(repeating: "very-long-name.", count: 20)]
    record.plan.sizes = bad
    record.plan.expect = bad
    record.plan.framing = bad
    record.environment.cpuModel = bad
    record.environment.kernel = bad
    record.errorsByCause = [bad: 3]
    record.errors = 3
    record.firstConnectFailure = bad
    record.explanation = [bad]
    record.firstMismatch = MismatchRecord(
      Mismatch(message: 0, offset: 0, expected: Array("<b>".utf8), received: []))
    record.firstMismatch?.received = "<i> 3c 62"
    return record
  }
}

extension SampleRun {
  /// Latencies of messages that were sent when they were due, but for the client's lag.
  mutating func pairs(
    _ count: Int, around usual: Double = 110_000, lag: Double = 6000
  ) -> [(due: UInt64, sent: UInt64)] {
    (0..<count).map { _ in
      let sent = latency(around: usual)
      return (due: sent + UInt64(lag * (0.8 + 0.4 * chance())), sent: sent)
    }
  }
}
