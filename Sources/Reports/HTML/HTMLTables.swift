internal import Measurement

/// The tables: everything that the record holds, in figures.
struct HTMLTables {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    """
    <section class="tables">
    \(HTMLMismatch(record).markup)\(percentiles)\(companions)
    <div class="columns"><div>\(errors)\(threads)\(HTMLFacts(record).environment)</div>
    <div>\(HTMLFacts(record).plan)</div></div>
    \(parts)\(HTMLIntervals(record).markup)
    </section>
    """
  }

  /// A table on a card of its own.
  static func table(
    _ id: String, _ title: String, _ columns: [String], _ rows: [(String, [Markup])],
    note: String = ""
  ) -> Markup {
    let below: Markup = note.isEmpty ? "" : "<p class=\"remark\">\(note)</p>"
    return """
      <section class="panel" id="\(id)"><h2>\(title)</h2>\(grid(columns, rows))\(below)\
      </section>

      """
  }

  /// A table with a heading per column; the first column names the rows.
  static func grid(_ columns: [String], _ rows: [(String, [Markup])]) -> Markup {
    HTMLGrid.table(columns.map { "\($0)" }, rows.map { (name: "\($0)", cells: $1) })
  }

  private var percentiles: Markup {
    let isOpen = record.plan.model == "open"
    let kinds: [(LatencyKind, key: String, name: String)] =
      (isOpen ? [(.latency, "latency_us", "From due")] : [])
      + [(.service, "service_us", "From sent"), (.firstByte, "first_byte_us", "To first byte")]
      + (isOpen ? [(.sendLag, "send_lag_us", "Send lag")] : [])
      + [(.connect, "connect_us", "To connect")]
    let shown = isOpen ? kinds : [(.latency, "latency_us", "Latency")] + kinds.dropFirst()
    let names = [
      "min": "least", "p99_9": "p99.9", "p99_99": "p99.99", "max": "largest", "p50": "p50",
    ]
    let rows = record.latency.named.enumerated().map { index, figure in
      (
        names[figure.name] ?? figure.name,
        shown.map { kind, key, _ -> Markup in
          let value = record[kind].named[index].microseconds
          return isMeasured(kind) ? HTMLFigure.latency("\(key).\(figure.name)", value) : "–"
        }
      )
    }
    return Self.table(
      "percentile-table", "Percentiles", [""] + shown.map(\.name), rows,
      note: isOpen
        ? "From due: what a user waited. From sent: what the server took. Send lag: how late the"
          + " client itself was."
        : "In a closed loop a message is due when it is sent: the latency is also the time from"
          + " there, and the client has no lag.")
  }

  private func isMeasured(_ kind: LatencyKind) -> Bool {
    record[kind].max > 0 || (record.messages > 0 && kind != .connect)
  }

  private var errors: Markup {
    guard !record.errorsByCause.isEmpty else { return "" }
    let rows = record.errorsByCause.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      (HTMLFigure.words($0.key), [HTMLFigure.count("errors_by_cause.\($0.key)", $0.value)])
    }
    return Self.table(
      "errors", "Errors by cause", ["Cause", "Times"], rows,
      note: record.firstConnectFailure.map { "The first connection that failed: \($0)." } ?? "")
  }

  private var companions: Markup {
    guard !record.companions.isEmpty else { return "" }
    let rows = record.companions.enumerated().map { index, one in
      (
        HTMLFigure.words(one.kind),
        [
          ("wanted", one.wanted), ("open", one.open), ("rounds", one.rounds),
          ("ended_by_server", one.endedByServer), ("refused", one.refused), ("wrong", one.wrong),
        ].map { HTMLFigure.count("companions.\(index).\($0)", $1) }
      )
    }
    return Self.table(
      "companions", "Difficult peers",
      ["Kind", "Wanted", "Open at the end", "Rounds", "Ended by the server", "Refused", "Wrong"],
      rows, note: "They are beside the load: the figures above are without them.")
  }

  private var threads: Markup {
    guard !record.threads.isEmpty else { return "" }
    let rows = record.threads.enumerated().map { index, one in
      (
        "\(index + 1)",
        [
          HTMLFigure.share("threads.\(index).cpu_share", one.cpuShare),
          HTMLFigure.share("threads.\(index).wait_share", one.waitShare),
        ]
      )
    }
    return Self.table(
      "threads", "The client’s threads", ["Thread", "Of a core", "Waited for one"], rows)
  }

  private var parts: Markup {
    guard !record.parts.isEmpty else { return "" }
    let rows = record.parts.enumerated().map { index, part in
      (
        "\(index + 1)",
        [
          HTMLFigure.count("parts.\(index).messages", part.messages),
          HTMLFigure.seconds("parts.\(index).duration_seconds", part.durationSeconds),
          "\(part.environment.cpuModel)",
          "<code>\(ShellWords.joined(part.command))</code>",
        ] as [Markup]
      )
    }
    return Self.table(
      "parts", "Merged from", ["Run", "Messages", "Measured", "Machine", "Command"], rows)
  }
}
