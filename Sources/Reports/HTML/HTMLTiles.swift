internal import Measurement

/// The figures that one looks for first.
struct HTMLTiles {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    "<section class=\"tiles\" aria-label=\"Key figures\">\(tiles)</section>"
  }

  private var tiles: [Markup] {
    [
      Self.tile(
        "Achieved rate", HTMLFigure.rate("messages_per_second", record.messagesPerSecond), target),
      Self.tile("Median latency", latency("p50", record.latency.p50), since),
      Self.tile("p99 latency", latency("p99", record.latency.p99), since),
      Self.tile("Largest latency", latency("max", record.latency.max), since),
      Self.tile("Messages", HTMLFigure.count("messages", record.messages), volume),
      Self.tile(
        "Errors", HTMLFigure.count("errors", record.errors), errors, isBad: record.errors > 0),
      Self.tile(
        "Mismatches", HTMLFigure.count("mismatches", record.mismatches),
        mismatches,
        isBad: record.mismatches > 0),
      Self.tile("Client CPU", cpu, share),
    ]
  }

  private static func tile(
    _ name: String, _ figure: Markup, _ note: Markup, isBad: Bool = false
  ) -> Markup {
    let bad: Markup = isBad ? " bad" : ""
    return """
      <div class="tile\(bad)"><h3>\(name)</h3><p class="figure">\(figure)</p>\
      <p class="note">\(note)</p></div>

      """
  }

  private func latency(_ name: String, _ microseconds: Double) -> Markup {
    // Zero would read as very fast.
    if record.messages == 0, microseconds == 0 {
      return HTMLFigure.data("latency_us.\(name)", microseconds, "–")
    }
    return HTMLFigure.latency("latency_us.\(name)", microseconds)
  }

  private var since: Markup {
    record.plan.model == "open" ? "from when it was due" : "from when it was sent"
  }

  private var target: Markup {
    guard record.plan.model == "open" else { return "closed loop, no target" }
    guard let target = record.targetPerSecond, target > 0 else { return "no target" }
    let share = HTMLFigure.percent(record.messagesPerSecond / target)
    return "\(share) of \(HTMLFigure.rate("target_per_second", target))"
  }

  private var volume: Markup {
    if record.unsent > 0 {
      return "\(HTMLFigure.count("unsent", record.unsent)) that were due never sent, \(bytes)"
    }
    return bytes
  }

  private var bytes: Markup {
    let rate = HumanFormat.byteRate(record.bytesPerSecond)
    return "\(HTMLFigure.data("bytes_per_second", record.bytesPerSecond, rate)) each way"
  }

  private var errors: Markup {
    guard
      let most = record.errorsByCause.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
    else { return record.messages > 0 ? "every message was answered" : "none seen" }
    return record.errorsByCause.count == 1
      ? "\(HTMLFigure.words(most.key))" : "mostly \(HTMLFigure.words(most.key))"
  }

  private var mismatches: Markup {
    if record.mismatches > 0 { return "connections with a wrong reply" }
    return record.messages > 0 ? "every byte verified" : "nothing to verify"
  }

  private var share: Markup {
    record.durationSeconds > 0
      ? "\(HTMLFigure.percent(record.clientCPUShare)) of a core" : "nothing measured"
  }

  private var cpu: Markup {
    HTMLFigure.data(
      "client_cpu_seconds", record.clientCPUSeconds,
      HTMLFigure.duration((record.clientCPUSeconds * 1000).rounded() / 1000))
  }
}
