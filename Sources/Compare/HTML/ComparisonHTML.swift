internal import Reports

/// A comparison as a page: one file that opens offline in any browser, on a phone and on paper.
///
/// Which suits which work, in a table and in sentences, then work by work its plots, its figures in
/// tables, and the command that runs it again; at the foot the machine. It loads nothing, and its
/// content security policy forbids it to; the record is in it as JSON, in the element `record`.
///
/// Each figure is a `data` element whose `data-figure` is the way to it in the record
/// (`experiments.0.cells.2.entries.1.figures.p99_us`) and whose `value` is exact.
public struct ComparisonHTML: Sendable {
  private let record: ComparisonRecord

  /// A page about a comparison.
  ///
  /// - Parameter record: the comparison; what is said in it, whoever wrote it, is escaped.
  public init(_ record: ComparisonRecord) { self.record = record }

  /// The page.
  public var text: String {
    let looks = ContestantLooks(record)
    let works = record.experiments.indices.map { index in
      WorkSection(record, at: index, looks).markup
    }
    return HTMLPage(
      title: "\(title) · swiftlet compare", version: record.version, style: ComparisonStyle.sheet,
      main: """
        \(head)
        \(DecisionMatrix(record, looks).markup)
        \(works)
        \(ContestantList(record, looks).markup)
        \(ComparisonFoot(record).markup)
        """,
      json: try? record.json()
    ).markup.text
  }

  private var title: String {
    let models = record.contestants.count { $0.kind == .model }
    let peers = record.contestants.count - models
    let beside = peers > 0 ? " beside \(plural(peers, "peer"))" : ""
    return plural(models, "concurrency model") + beside
  }

  private var head: Markup {
    let facts = MachineFacts(record)
    let rounds = plural(record.rounds, "round")
    let works = plural(record.experiments.count, "kind") + " of work"
    let seconds = trimmed(record.secondsPerRun, 2)
    return """
      <header>
      \(HTMLPage.brand("swiftlet compare"))
      <h1>\(title)</h1>
      <p class="what">\(works) · \(rounds) of \(seconds) s each, taking turns · \(facts.cores)</p>
      <p class="when"><time datetime="\(record.startedAt)">\(facts.when)</time> · \(facts.machine)</p>
      \(HTMLPage.command(ShellWords.joined(record.command)))
      \(partial)</header>
      """
  }

  private var partial: Markup {
    guard record.isPartial else { return "" }
    return """
      <section class="verdict short" id="partial"><h2>Ended before all was measured</h2>\
      <p>What follows is what there was until then.</p></section>

      """
  }
}
