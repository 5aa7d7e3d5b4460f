import EchoProtocol
import Measurement
import Reactor
import Reports

@testable import Stress

/// Runs as they are, and as they should not be.
enum SampleRuns {
  /// All of them by name: what the browser test opens.
  static var all: [(name: String, make: () throws -> RunRecord)] {
    [
      ("steady", steady), ("stalled", stalled), ("ramp", ramp), ("overloaded", overloaded),
      ("invalid", invalid), ("closed", closed), ("failing", failing), ("long", long),
      ("empty", empty), ("moment", moment), ("constant", constant), ("hostile", hostile),
    ]
  }

  /// One of them, made once: encoding thousands of histograms takes its time.
  static func named(_ name: String) throws -> RunRecord {
    guard let sample = made[name] else { throw NoSuchSample(name: name) }
    return try sample.get()
  }

  private static let made = Dictionary(
    uniqueKeysWithValues: all.map { sample in
      (sample.name, Result { try sample.make() })
    })

  struct NoSuchSample: Error { let name: String }

  /// Ten seconds at a rate that server and client hold with ease.
  static func steady() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(2000)))
    run.command += ["-r", "2000/s", "-d", "10s", "--html", "out.html"]
    for _ in 0..<10 { run.second(run.pairs(2000 + Int(run.chance() * 9) - 4), target: 2000) }
    return run.record()
  }

  /// A server that was stopped for a second, after four: what was due in it came all at once in the
  /// next, and had waited for the rest of it.
  static func stalled() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(2000)))
    run.command += ["-r", "2000/s"]
    for second in 0..<10 {
      var pairs = run.pairs(2000)
      if second == 5 {
        pairs += (0..<2000).map { index in
          let waited = 1_000_000_000 - UInt64(index) * 500_000
          // Those in flight when it stopped were sent before: one per connection.
          let sent = index < 50 ? waited : run.latency(around: 900_000)
          return (due: max(waited, sent), sent: sent)
        }
      }
      run.second(second == 4 ? [] : pairs, target: 2000)
    }
    return run.record()
  }

  /// From nothing to more than the server can do.
  static func ramp() throws -> RunRecord {
    var run = try SampleRun(
      .open(.ramp(from: 0, to: 4000, over: .seconds(30)), .poisson), seconds: 30)
    run.command += ["--ramp", "0/s..4000/s:30s", "--arrivals", "poisson"]
    for second in 0..<30 {
      let target = (Double(second) + 0.5) * 4000 / 30
      let busy = min(target / 4100, 0.97)
      run.second(run.pairs(Int(target), around: 90_000 / (1 - busy)), target: target)
    }
    return run.record()
  }

  /// More than the server can do: the queue grows from beginning to end.
  static func overloaded() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(3000)))
    run.command += ["-r", "3000/s"]
    run.report.unsent = 9871
    for second in 0..<10 {
      run.second(
        (0..<2000).map { index in
          let waited = (Double(second) + Double(index) / 2000) / 3 * 1e9
          let sent = run.latency(around: 24_000_000)
          return (due: UInt64(waited) + sent, sent: sent)
        }, target: 3000)
    }
    return run.record()
  }

  /// A client that was its own bottleneck.
  static func invalid() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(2500)))
    run.command += ["-r", "2500/s", "-c", "1000"]
    run.plan.connections = 1000
    run.report.threads = [LoadThreadUse(cpuShare: 0.993, waitShare: 0.31)]
    run.report.clientCPUSeconds = 9.93
    run.report.doubts = [
      StressDoubt(
        reason: "thread 1 of the client used 99 % of a core",
        advice: "give it more threads with -t 2"),
      StressDoubt(
        reason: "half of the messages were sent more than 3.1 ms late",
        advice: "use fewer connections, or run the client on a machine of its own"),
    ]
    for _ in 0..<10 {
      run.second(run.pairs(2400, around: 4_000_000, lag: 3_100_000), target: 2500)
    }
    return run.record()
  }

  /// A closed loop with companions.
  static func closed() throws -> RunRecord {
    var run = try SampleRun(.closed(), seconds: 5)
    run.plan.pipeline = 4
    run.plan.companions = [.idle: 100, .slowReader: 3]
    var idle = CompanionReport(.idle)
    (idle.wanted, idle.open) = (100, 100)
    var slow = CompanionReport(.slowReader)
    (slow.wanted, slow.open, slow.endedByServer) = (3, 1, 2)
    run.report.companions = [idle, slow]
    run.report.threads += [LoadThreadUse(cpuShare: 0.412, waitShare: 0.02)]
    for _ in 0..<5 { run.second(run.pairs(3000 + Int(run.chance() * 400))) }
    return run.record()
  }

  /// Errors of several causes, a wrong reply, connections that go, and a run that was ended early.
  static func failing() throws -> RunRecord {
    var run = try SampleRun(.open(.constant(1000)))
    run.report.errorsByCause = [.closedEarly: 31, .reset: 9, .timeout: 3, .refused: 1200]
    run.report.firstConnectFailure = nil
    run.report.mismatches = 2
    run.report.firstMismatch = Mismatch(
      message: 17, offset: 40, expected: Array("the quick brown ".utf8),
      received: Array("the qu\u{0}ck brown!".utf8))
    run.report.endedEarly = true
    for second in 0..<8 {
      let lost = second < 3 ? 0 : (second - 2) * 9
      run.second(
        run.pairs(1000 - lost * 8), target: 1000, failures: second < 3 ? 0 : 40 + lost * 3,
        connections: 50 - lost)
    }
    return run.record()
  }
}
