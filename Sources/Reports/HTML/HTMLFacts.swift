internal import Measurement

/// What the load was to be, and the machine that made it.
struct HTMLFacts {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  /// The plan, all of it.
  var plan: Markup { list("plan", "Plan", planned) }

  /// The machine, and what else came out of it.
  var environment: Markup { list("environment", "Environment", found) }

  private func list(_ id: String, _ title: String, _ facts: [(String, Markup)]) -> Markup {
    let rows = facts.map { name, value -> Markup in
      "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }
    return "<section class=\"panel\" id=\"\(id)\"><h2>\(title)</h2><dl>\n\(rows)</dl></section>\n"
  }

  private var planned: [(String, Markup)] {
    let plan = record.plan
    var facts: [(String, Markup)] = [
      ("Endpoint", "\(plan.endpoints.joined(separator: ", "))"),
      ("Load", "\(PlanText(record).load)"),
    ]
    facts += segments(plan)
    facts += [
      ("Connections", HTMLFigure.count("plan.connections", plan.connections)),
      ("In flight on each", HTMLFigure.count("plan.pipeline", plan.pipeline)),
      ("Payload sizes", "\(plan.sizes)"),
    ]
    if let bytes = plan.payloadBytes {
      facts.append(("Payload file", "\(HTMLFigure.count("plan.payload_bytes", bytes)) bytes"))
    }
    facts += [("Framing", "\(plan.framing)"), ("Expected reply", "\(plan.expect)")]
    if let rate = plan.connectRatePerSecond {
      facts.append(("Connect rate", HTMLFigure.rate("plan.connect_rate_per_second", rate)))
    }
    if let count = plan.messagesPerConnection {
      facts.append(
        ("Messages per connection", HTMLFigure.count("plan.messages_per_connection", count)))
    }
    facts += [
      ("Broken connections", plan.reconnects ? "are replaced" : "stay closed"),
      ("Threads", HTMLFigure.count("plan.threads", plan.threads)),
      ("To be measured", HTMLFigure.seconds("plan.duration_seconds", plan.durationSeconds)),
    ]
    if let count = plan.messagesAtMost {
      facts.append(("At most", "\(HTMLFigure.count("plan.messages_at_most", count)) messages"))
    }
    return facts + [
      ("Warm-up", HTMLFigure.seconds("plan.warmup_seconds", plan.warmupSeconds)),
      (
        "Reply is late after",
        HTMLFigure.seconds("plan.reply_timeout_seconds", plan.replyTimeoutSeconds)
      ),
      (
        "Connect is late after",
        HTMLFigure.seconds("plan.connect_timeout_seconds", plan.connectTimeoutSeconds)
      ),
      (
        "Seed",
        "<data value=\"\(String(record.seed))\" data-figure=\"seed\">\(String(record.seed))</data>"
      ),
    ]
  }

  /// The rates of a profile that has several.
  private func segments(_ plan: PlanRecord) -> [(String, Markup)] {
    guard let profile = plan.profile, profile.count > 1 else { return [] }
    let parts = profile.map { segment in
      let from = ChartUnit.perSecond.reading(segment.fromPerSecond)
      let to = ChartUnit.perSecond.reading(segment.toPerSecond)
      let rates = from == to ? from : "\(from) to \(to)"
      return segment.durationSeconds.map { "\(rates) for \(HTMLFigure.duration($0))" } ?? rates
    }
    return [("Rates", "\(parts.joined(separator: ", "))")]
  }

  private var found: [(String, Markup)] {
    HTMLMachine.facts(record.environment) + [
      ("swiftlet", "\(record.version)"),
      (
        "Connections at the start",
        HTMLFigure.count("connections", record.connections)
      ),
      (
        "Connections opened",
        HTMLFigure.count("connections_opened", record.connectionsOpened)
      ),
      (
        "Replies in all",
        HTMLFigure.count("messages_total", record.messagesTotal)
      ),
      ("Measured", HTMLFigure.seconds("duration_seconds", record.durationSeconds)),
    ]
  }
}
