internal import Measurement

/// A plan in words.
struct PlanText {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  private var plan: PlanRecord { record.plan }

  /// `Open loop at 20,000/s · 50 connections · 64 bytes · 10 s after a warm-up of 1 s`.
  var sentence: String {
    var parts = [load]
    parts.append(plural(plan.connections, "connection"))
    if plan.pipeline > 1 { parts.append("\(HumanFormat.count(plan.pipeline)) in flight each") }
    parts.append(size)
    parts.append(time)
    return parts.joined(separator: " · ")
  }

  /// When messages are sent.
  var load: String {
    guard plan.model == "open" else {
      guard let pause = plan.thinkTimeSeconds, pause > 0 else { return "Closed loop" }
      return "Closed loop, \(HTMLFigure.duration(pause)) of thinking between messages"
    }
    let arrivals = plan.arrivals == "poisson" ? ", Poisson arrivals" : ""
    return "Open loop \(rates)\(arrivals)"
  }

  /// `at 20,000/s`, `from 0/s to 50,000/s`, `in 3 steps from 10,000/s to 40,000/s`.
  private var rates: String {
    let segments = plan.profile ?? []
    guard let first = segments.first, let last = segments.last else { return "" }
    let from = ChartUnit.perSecond.reading(first.fromPerSecond)
    let to = ChartUnit.perSecond.reading(last.toPerSecond)
    if segments.count == 1 {
      return first.fromPerSecond == first.toPerSecond ? "at \(from)" : "from \(from) to \(to)"
    }
    let areSteps = segments.allSatisfy { $0.fromPerSecond == $0.toPerSecond }
    return "in \(segments.count) \(areSteps ? "steps" : "stretches") from \(from) to \(to)"
  }

  private var size: String {
    if let bytes = plan.payloadBytes { return "payloads from a file of \(bytes) bytes" }
    return Int(plan.sizes).map { plural($0, "byte") } ?? "\(plan.sizes) bytes"
  }

  private var time: String {
    // What was, rather than what was to be.
    let measured = HTMLFigure.duration((record.durationSeconds * 100).rounded() / 100)
    guard plan.warmupSeconds > 0 else { return measured }
    return "\(measured) after a warm-up of \(HTMLFigure.duration(plan.warmupSeconds))"
  }
}
