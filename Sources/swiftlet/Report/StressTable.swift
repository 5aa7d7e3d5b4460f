import Measurement
import Reports
import Stress

/// The report of a run for people, in 80 columns: what was done, how fast, how long it took, what
/// went wrong, and what it comes to.
struct StressTable {
  let record: RunRecord
  let verdict: StressVerdict
  let terminal: Terminal

  init(_ record: RunRecord, _ verdict: StressVerdict, on terminal: Terminal = .none) {
    self.record = record
    self.verdict = verdict
    self.terminal = terminal
  }

  /// The whole report, ending in a newline.
  var text: String {
    let sections = [
      heading, figures.text, LatencyTable.text(record), plot, StageTable.text(record),
      CompanionTable.text(record), explanation, objections,
    ]
    let whole = sections.filter { !$0.isEmpty }.joined(separator: "\n") + "\n" + conclusion + "\n"
    return terminal.spelled(whole)
  }

  // MARK: What was done

  private var heading: String {
    let plan = record.plan
    var load = plan.model == "open" ? "open loop, \(plan.arrivals ?? "") arrivals" : "closed loop"
    if let think = plan.thinkTimeSeconds {
      load += ", think time \(HumanFormat.duration(nanoseconds: think * 1e9))"
    }
    if record.parts.count > 1 { load += ", \(record.parts.count) runs merged" }
    return Paragraph.wrapped(plan.endpoints.joined(separator: ", "))
      + Paragraph.wrapped("\(load); \(plan.framing) framing, \(plan.expect)")
  }

  private var figures: TextTable {
    var table = TextTable([.left, .right, .left])
    let plan = record.plan
    table.add("messages", count(record.messages), "every reply compared byte for byte")
    table.add("rate", count(rounding: record.messagesPerSecond), "messages/s" + target)
    if record.unsent > 0 {
      table.add("unsent", count(record.unsent), "were due, and could not be sent in time")
    }
    table.add("goodput", HumanFormat.byteRate(record.bytesPerSecond), "each way")
    table.add(
      "connections", count(record.connections),
      "\(plan.pipeline) in flight each, \(plan.sizes) B a message")
    if record.connectionsOpened > record.connections {
      table.add("opened", count(record.connectionsOpened), "connections in the whole run")
    }
    table.add("measured", time(record.durationSeconds), circumstances)
    table.add("client CPU", time(record.clientCPUSeconds), clientUse)
    if record.sendLag.max > 0 {
      table.add(
        "send lag", latency(record.sendLag.p50),
        "median; p99 \(latency(record.sendLag.p99)), max \(latency(record.sendLag.max))")
    }
    table.add("errors", count(record.errors))
    for (cause, times) in record.errorsByCause.sorted(by: {
      ($1.value, $0.key) < ($0.value, $1.key)
    }) {
      table.add("  " + cause.replacing("_", with: " "), count(times))
    }
    table.add("mismatches", count(record.mismatches))
    return table
  }

  private var target: String {
    guard let target = record.targetPerSecond, target > 0 else { return "" }
    let tenths = (record.messagesPerSecond / target * 1000).rounded() / 10
    return ", \(tenths) % of the target of \(count(rounding: target))"
  }

  private var circumstances: String {
    if record.endedEarly { return "ended early" }
    let warmup = record.plan.warmupSeconds
    return warmup > 0 ? "after a warm-up of \(time(warmup))" : "without a warm-up"
  }

  private var clientUse: String {
    var text = "\(percent(record.clientCPUShare)) of a core"
    if record.threads.count > 1 {
      let busiest = record.threads.map(\.cpuShare).max() ?? 0
      text += ", the busiest of \(record.threads.count) threads \(percent(busiest))"
    }
    return text
  }

  // MARK: What it means

  private var plot: String {
    guard let latency = try? record.histogram(.latency), !latency.isEmpty else { return "" }
    let service = record.plan.model == "open" ? try? record.histogram(.service) : nil
    return PercentilePlot(latency, beside: service).text(isUnicode: terminal.isUnicode)
  }

  private var explanation: String {
    // What is doubtful stands below, and louder.
    var text = record.explanation.map { Paragraph.wrapped($0) }.joined()
    if let failure = record.firstConnectFailure {
      text += Paragraph.wrapped("first failure: \(failure)", indent: 2)
    }
    if let mismatch = record.firstMismatch {
      text += "  first mismatch: reply \(mismatch.message), byte \(mismatch.offset)\n"
      text += "    expected \(hex(mismatch.expected))\n    received \(hex(mismatch.received))\n"
    }
    return text
  }

  private func hex(_ bytes: String) -> String { bytes.isEmpty ? "nothing" : bytes }

  /// What speaks against the run, loudly.
  private var objections: String {
    let doubts = record.doubts.map { doubt in
      terminal.styled(Paragraph.wrapped("INVALID: \(doubt.reason)"), .bad)
        + Paragraph.wrapped("what to do: \(doubt.advice)", indent: 2)
    }
    let gates = verdict.firedGates.map { terminal.styled(Paragraph.wrapped("FAILED: \($0)"), .bad) }
    return (doubts + gates).joined()
  }

  private var conclusion: String {
    terminal.styled(verdict.sentence, verdict.status == .well ? .good : .bad)
  }

  // MARK: Figures

  private func count(_ number: Int) -> String { HumanFormat.count(number) }
  private func count(rounding number: Double) -> String { HumanFormat.count(rounding: number) }
  private func time(_ seconds: Double) -> String {
    HumanFormat.duration(nanoseconds: seconds * 1e9)
  }
  private func latency(_ microseconds: Double) -> String {
    HumanFormat.duration(nanoseconds: microseconds * 1000)
  }
  private func percent(_ share: Double) -> String { count(rounding: share * 100) + " %" }
}
