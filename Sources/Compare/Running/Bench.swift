internal import EchoProtocol
internal import Measurement
internal import Sockets
internal import Stress

/// Where a work measures: a server that runs, and how long to measure it.
struct Bench: Sendable {
  let server: ServerProcess
  let seconds: Double
  /// Threads that a load may have.
  let threads: Int

  /// A load on one of the server's endpoints, to be shaped by the work.
  func load(_ service: Int = 0, _ need: ServerNeed) throws(RunProblem) -> StressPlan {
    let asked = need.services[service]
    do {
      let echo = try EchoConfiguration(
        framing: Framing(parsing: asked.framing),
        chain: TransformChain(parsing: asked.transform),
        maximumFrameBytes: 1 << 20)
      var plan = StressPlan(server.endpoints[service], echo: echo)
      plan.duration = .seconds(seconds)
      plan.warmup = .seconds(seconds / 3)
      plan.replyTimeout = .seconds(5)
      return plan
    } catch {
      throw RunProblem(.failed, "\(error)")
    }
  }

  /// Runs a load and joins what it measured to what it cost the server.
  func run(_ plan: StressPlan, toleratesErrors: Bool = false) async throws(RunProblem) -> RunOutcome
  {
    let sampler = ServerSampler(server, seconds: plan.measuredTime / .seconds(1))
    var plan = plan
    plan.whenMeasuring = { sampler.begin() }
    let report = try await drive(plan)
    let usage = await sampler.result()
    if let failure = server.failure { throw RunProblem(.failed, failure.problem) }
    if !toleratesErrors { try Self.refuse(report, plan) }
    var outcome = RunOutcome(
      figures: RunFigures(report), latency: report.latency,
      clientBound: report.doubts.first?.reason)
    if let usage { outcome.figures.add(usage, messagesPerSecond: report.messagesPerSecond) }
    return outcome
  }

  /// Runs a load.
  func drive(_ load: StressPlan) async throws(RunProblem) -> StressReport {
    var load = load
    load.threads = min(threads, load.connections)
    do throws(StressError) {
      return try await LoadGenerator(load).run()
    } catch {
      throw RunProblem(.failed, "\(error)")
    }
  }

  /// Whose fault it is that not every connection was opened.
  private static func kind(ofTooFew report: StressReport) -> RunProblem.Kind {
    // This machine's, where the client's own socket failed; and who takes nobody has no limit but
    // is no server.
    let own: [Errno] = [
      .processFileLimit, .systemFileLimit, .addressNotAvailable, .noBufferSpace, .noMemory,
    ]
    if let errno = report.firstConnectFailure?.errno, own.contains(errno) { return .skipped }
    return report.connections == 0 ? .failed : .limit
  }

  /// What goes wrong in a run makes it worthless: what was answered is not what was asked.
  static func refuse(_ report: StressReport, _ plan: StressPlan) throws(RunProblem) {
    if let mismatch = report.firstMismatch {
      throw RunProblem(.failed, "it does not echo: \(mismatch)")
    }
    if report.connections < plan.connections {
      let reason = report.firstConnectFailure.map { ": \($0.reason)" } ?? ""
      throw RunProblem(
        kind(ofTooFew: report),
        "it took \(report.connections) of \(plan.connections) connections\(reason)")
    }
    if let (cause, count) = report.errorsByCause.max(by: { $0.value < $1.value }), count > 0 {
      throw RunProblem(
        .failed, "\(HumanFormat.count(count)) errors, most of them: \(cause.rawValue)")
    }
    guard report.messages > 0 else { throw RunProblem(.failed, "no message was answered") }
  }
}

extension RunFigures {
  /// What the client has measured.
  init(_ report: StressReport) {
    self.init()
    self[.messagesPerSecond] = report.messagesPerSecond
    self[.goodputBytesPerSecond] = report.bytesPerSecond
    self[.errors] = Double(report.errors)
    self[.mismatches] = Double(report.mismatches)
    self[.connections] = Double(report.connections)
    self[.offeredPerSecond] = report.target
    guard report.latency.count > 0 else { return }
    self[.p50] = Double(report.latency.percentile(50)) / 1e3
    self[.p99] = Double(report.latency.percentile(99)) / 1e3
    self[.p999] = Double(report.latency.percentile(99.9)) / 1e3
    self[.max] = Double(report.latency.max) / 1e3
  }

  /// What it cost the server.
  mutating func add(_ usage: ServerSampler.Usage, messagesPerSecond: Double) {
    self[.threads] = Double(usage.held.threads)
    self[.processes] = Double(usage.held.processes)
    self[.pssBytes] = usage.held.proportionalBytes.map(Double.init)
    let messages = messagesPerSecond * usage.seconds
    guard messages > 0 else { return }
    self[.userCPU] = usage.used.userCPUSeconds * 1e6 / messages
    self[.systemCPU] = usage.used.systemCPUSeconds * 1e6 / messages
    self[.serverCPU] = Double(usage.used.cpuNanoseconds) / 1e3 / messages
    self[.voluntarySwitches] = usage.used.voluntarySwitches.map { Double($0) / messages }
    self[.involuntarySwitches] = usage.used.involuntarySwitches.map { Double($0) / messages }
  }
}
