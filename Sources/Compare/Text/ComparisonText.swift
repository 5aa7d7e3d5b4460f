internal import Measurement
internal import Reports

/// A comparison for people, in 100 columns: which suits which work, in a table and in sentences;
/// then work by work the figures behind it; at the foot the machine.
///
/// Readable without colour. Texts from outside cannot move the cursor: what does not show is made
/// to.
public struct ComparisonText: Sendable {
  private let record: ComparisonRecord

  private static let width = 100

  /// A report about a comparison.
  public init(_ record: ComparisonRecord) { self.record = record.printable }

  /// The whole report, ending in a newline; lines of at most 100 characters.
  public var text: String {
    let parts =
      [heading, DecisionTable(record: record).text, sentences, notes]
      + record.experiments.map(section) + [legend, machine]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// What it comes to, without the figures: the decision table, its sentences, and the machine.
  public var summary: String {
    [heading, DecisionTable(record: record).text, sentences, notes, machine]
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var heading: String {
    let models = record.contestants.count { $0.kind == .model }
    let peers = record.contestants.count - models
    var words = plural(models, "model")
    if peers > 0 { words += " and \(plural(peers, "peer"))" }
    words += " at \(plural(record.experiments.count, "work")), in \(plural(record.rounds, "round"))"
    words += " of \(trimmed(record.secondsPerRun, 2)) s each\n"
    if record.isPartial {
      words += "Ended before all was measured: what follows is what there was until then.\n"
    }
    return words
  }

  private var sentences: String {
    record.decisions.map {
      Paragraph.wrapped("\($0.work): \($0.sentence)", width: Self.width)
    }.joined()
  }

  private var notes: String {
    record.notes.map { Paragraph.wrapped("note: \($0)", width: Self.width) }.joined()
  }

  private func section(_ experiment: ExperimentRecord) -> String {
    let heading = "== \(experiment.work) "
    var text = heading + String(repeating: "=", count: max(0, Self.width - heading.count)) + "\n"
    text += wrapped(experiment.question)
    let better = experiment.metric.higherIsBetter ? "more" : "less"
    // What is merely counted has no unit.
    let unit = experiment.metric.unit.isEmpty ? "" : " (\(experiment.metric.unit))"
    text += wrapped("decided by \(experiment.metric.title)\(unit): \(better) is better")
    if let skipped = experiment.skipped { text += wrapped("not run: \(skipped)") }
    for cell in experiment.cells {
      text +=
        "\n"
        + CellTable(
          cell: cell, metric: experiment.metric, contestants: record.contestants
        ).text
    }
    if !experiment.crossovers.isEmpty {
      text += "\n" + experiment.crossovers.map { wrapped(">< \($0.sentence)") }.joined()
    }
    return text + "\n" + wrapped("again: \(experiment.rerun)")
  }

  private var legend: String {
    guard !record.experiments.isEmpty else { return "" }
    return String(repeating: "=", count: Self.width) + "\n"
      + wrapped(
        "interval: of the median over the rounds. p50 to max: latency, corrected for coordinated "
          + "omission. cpu u/s: the server's CPU time per message in µs, user and system. sw v/i: "
          + "its context switches per message, voluntary and involuntary. PSS/c: its memory per "
          + "connection. thr, proc: its threads and processes. * best, = not told apart from it, "
          + "! see the remark below the table.")
      + record.contestants.map { contestant in
        wrapped("\(contestant.name): \(contestant.description); \(contestant.command)")
      }.joined()
  }

  private var machine: String {
    let facts = MachineFacts(record)
    return wrapped(facts.machine) + wrapped(facts.cores) + wrapped(facts.when)
  }

  private func wrapped(_ text: String) -> String { Paragraph.wrapped(text, width: Self.width) }
}
