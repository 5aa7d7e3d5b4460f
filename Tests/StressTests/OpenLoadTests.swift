import CLinux
import EchoProtocol
import EchoServers
import Measurement
import Reactor
import Sockets
import Stress
import Testing

/// Loads that keep to a schedule, on a real server; how exact it is kept is for `make bench`.
struct OpenLoadTests {
  @Test(arguments: [Arrivals.constant, .poisson], [1, 2])
  func everyMessageThatIsDueIsSentAndMeasured(_ arrivals: Arrivals, _ threads: Int) async throws {
    try await withEcho(.transparent) { endpoint, _ in
      // So many that one is free now and then, however busy the machine.
      var plan = StressPlan.short(endpoint, connections: 50)
      plan.messages = nil
      plan.duration = .seconds(1)
      plan.load = .open(.constant(200), arrivals)
      plan.threads = threads
      let report = try await load(plan)
      #expect(report.isClean, "\(report.errorsByCause)")
      // Late or not: each message that was due is either answered or said to be unsent.
      let due = report.messages + report.unsent
      #expect(arrivals == .constant ? due == 200 : (120...280).contains(due), "\(due)")
      #expect(Int(report.latency.count) == due)
      #expect(Int(report.serviceTime.count) == report.messages)
      #expect(report.target == 200)
      #expect(report.threads.count == threads)
      #expect(report.sendLag.count > 0)
      #expect(report.intervals.reduce(0) { $0 + $1.messages } == report.messages)
    }
  }

  /// Every reply takes 20 ms, one at a time: of a thousand a second fifty can be sent.
  @Test func whatCannotBeSentIsNotForgotten() async throws {
    let echo = try EchoConfiguration.typed(.line, "wait:20000")
    try await withEcho(echo) { endpoint, _ in
      var plan = StressPlan.short(endpoint, echo: echo, connections: 1)
      plan.messages = nil
      plan.duration = .seconds(1)
      plan.load = .open(.constant(1000))
      let report = try await load(plan)
      #expect(report.isClean)
      #expect(report.unsent >= 900 && report.messages + report.unsent == 1000)
      #expect(Int(report.latency.count) == 1000, "the unsent ones with their age")
      #expect(report.latency.percentile(50) > 300_000_000)
      #expect(report.latency.max > 900_000_000)
      #expect(report.serviceTime.percentile(50) >= 19_900_000)
    }
  }

  /// Far beyond what one connection can do: the measured time is not spent on the warm-up's backlog.
  @Test func anOverloadedWarmUpIsForgotten() async throws {
    let echo = try EchoConfiguration.typed(.line, "wait:1000")
    try await withEcho(echo) { endpoint, _ in
      var plan = StressPlan.short(endpoint, echo: echo, connections: 1)
      plan.messages = nil
      plan.warmup = .milliseconds(500)
      plan.messages = 100
      plan.load = .open(.constant(50_000))
      let report = try await load(plan)
      #expect(report.isClean && report.messages == 100)
      // The warm-up had 25,000, of which 500 can be answered in its time.
      let forgotten = report.messagesInAll - report.messages
      #expect(forgotten < 1000, "\(forgotten) replies before the first that counts")
      // All that was due since then, but for the one or two under way at the end.
      let due = Double(report.messages + report.unsent)
      let seconds = report.duration / .seconds(1)
      #expect(abs(due - 50_000 * seconds) <= 5, "\(due) in \(seconds) s")
      #expect(Double(report.latency.max) <= 1.01e9 * seconds, "none is older than the measurement")
    }
  }

  /// A client that stands still makes messages late: more of them than it has connections.
  @Test func aClientThatStandsStillIsNotToBeTrusted() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      // So many, and so few messages, that one is free for each, however busy the machine.
      var plan = StressPlan.short(endpoint, connections: 50)
      plan.messages = nil
      plan.duration = .seconds(2)
      plan.load = .open(.constant(100))
      // Called on the load's thread, once: a second after the measurement began.
      let report = try await LoadGenerator(plan).run { progress in
        if progress.phase == .measuring { usleep(500_000) }
      }
      #expect(report.isClean && report.messages + report.unsent == 200)
      #expect(report.latency.percentile(90) >= 200_000_000)
      #expect(report.sendLag.percentile(90) >= 200_000_000)
      #expect(!report.isValid)
    }
  }

  /// A thread that has nobody to load has no share of anything, and the others go on telling.
  @Test func aThreadWithoutConnectionsDisturbsNobody() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint)
      plan.endpoints = [.tcp("127.0.0.1", port: 1), endpoint]
      plan.threads = 2
      plan.messages = nil
      plan.load = .open(.constant(100))
      let running = LoadGenerator(plan).start()
      var measured = 0
      for await second in running.progress where second.phase == .measuring {
        measured += 1
        if measured == 2 { running.stop() }
      }
      let report = try await running.report()
      #expect(measured >= 2)
      #expect(report.intervals.count > measured, "and what was left when it ended")
      #expect(report.threads.allSatisfy { $0.cpuShare <= 1.1 }, "\(report.threads)")
      #expect(!report.doubts.contains { $0.reason.contains("busy") }, "\(report.doubts)")
    }
  }

  /// A tick that comes late, and behind the end, makes no interval longer than the run.
  @Test func theIntervalsAreAllOfTheTime() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.warmup = .zero
      plan.duration = .milliseconds(2500)
      // Called on the load's thread: the second tick comes behind the end.
      let report = try await LoadGenerator(plan).run { progress in
        if progress.phase == .measuring { usleep(2_000_000) }
      }
      let sum = report.intervals.reduce(.zero) { $0 + $1.duration }
      #expect(sum == report.duration, "\(report.intervals.map(\.duration))")
      #expect(report.intervals.reduce(0) { $0 + $1.messages } == report.messages)
    }
  }

  @Test func aProfileSetsTheDurationAndTheTargets() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint, connections: 2)
      plan.messages = nil
      plan.load = .open(.steps([100, 300], each: .seconds(1)))
      let report = try await load(plan)
      #expect(report.messages + report.unsent == 400)
      #expect(report.target == 200)
      #expect(report.intervals.count == 2)
      // A second is as long as the machine makes it: of each step that part which was in it.
      for interval in report.intervals where interval.duration > .zero {
        let begin = interval.start / .seconds(1)
        let end = begin + interval.duration / .seconds(1)
        let messages = 100 * (min(end, 1) - min(begin, 1)) + 300 * (max(end, 1) - max(begin, 1))
        #expect(abs((interval.target ?? 0) - messages / (end - begin)) < 0.001, "\(begin)..<\(end)")
      }
    }
  }

  @Test func progressIsASequenceThatEndsWithTheLoad() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint)
      plan.messages = nil
      plan.duration = .milliseconds(2500)
      let running = LoadGenerator(plan).start()
      var measured = 0
      for await second in running.progress where second.phase == .measuring {
        #expect(second.connections == 2 && second.total == plan.duration)
        // A busy machine may have had no reply yet.
        #expect((second.latency.p50 > 0) == (second.messages > 0))
        measured += 1
      }
      let report = try await running.report()
      #expect(report.isClean && report.messages > 0)
      // Two, or one that was so late that there was no time left for the other.
      #expect((1...2).contains(measured) && report.intervals.count == measured + 1)
      let decoded = try report.intervals.map { try $0.latency.decoded() }
      #expect(decoded.reduce(0) { $0 + Int($1.count) } == report.messages)
    }
  }

  @Test func aLoadThatIsStoppedStillReports() async throws {
    try await withEcho(.transparent) { endpoint, _ in
      var plan = StressPlan.short(endpoint, connections: 4)
      plan.messages = nil
      plan.threads = 2
      plan.load = .open(.constant(500))
      let running = LoadGenerator(plan).start()
      for await second in running.progress where second.phase == .measuring { break }
      running.stop()
      let report = try await running.report()
      #expect(report.endedEarly && report.isClean, "\(report.errorsByCause)")
      #expect(report.messages > 0)
    }
  }
}
