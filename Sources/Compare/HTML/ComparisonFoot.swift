internal import Measurement
internal import Reports

/// The end of the page: the machine, and where the figures are.
struct ComparisonFoot {
  private let record: ComparisonRecord

  init(_ record: ComparisonRecord) { self.record = record }

  var markup: Markup {
    let rows = facts.map { name, value -> Markup in
      "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n"
    }
    return """
      <section class="panel" id="machine"><h2>The machine</h2><dl>
      \(rows)</dl></section>
      <footer><p>Written by swiftlet \(record.version). The page is whole: it loads nothing, and \
      holds the record of the comparison, schema \(ComparisonRecord.schema), with every figure of \
      every round, in its element <code>record</code>. <button type="button" data-saves="record" \
      data-file="swiftlet-compare.json" hidden>Save it as JSON</button></p></footer>
      """
  }

  private var facts: [(String, Markup)] {
    HTMLMachine.facts(record.environment) + [
      ("Pinned", "\(MachineFacts(record).cores)"),
      ("Rounds", HTMLFigure.count("rounds", record.rounds)),
      ("Each run", HTMLFigure.seconds("seconds_per_run", record.secondsPerRun)),
      ("It took", HTMLFigure.seconds("elapsed_seconds", record.elapsedSeconds)),
    ]
  }
}
