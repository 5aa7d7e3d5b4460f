internal import Reports

/// A work on the page: what it asks, what it comes to, its plots, its figures, and the command that
/// runs it again.
struct WorkSection {
  private let experiment: ExperimentRecord
  private let decision: DecisionRecord?
  private let index: Int
  private let looks: ContestantLooks

  init(_ record: ComparisonRecord, at index: Int, _ looks: ContestantLooks) {
    experiment = record.experiments[index]
    decision = record.decisions.first { $0.work == record.experiments[index].work }
    self.index = index
    self.looks = looks
  }

  var markup: Markup {
    """
    <section class="work" id="work-\(index)">
    <div class="workhead"><h2>\(experiment.work)</h2><p>\(experiment.question)</p></div>
    \(verdict)
    \(WinnerMap(experiment, looks).markup)
    <div class="plots">\(WorkPlots(experiment, index, looks).panels.map(\.markup))</div>
    \(WorkTables(experiment, index, looks).markup)
    \(HTMLPage.command(experiment.rerun, id: "rerun-\(index)"))
    </section>

    """
  }

  /// What it comes to, where the lead changes hands, and who could not take part.
  private var verdict: Markup {
    var parts: [Markup] = []
    if let skipped = experiment.skipped {
      parts.append("<p class=\"lead\">Not run: \(skipped)</p>")
    } else if let decision {
      parts.append("<p class=\"lead\">\(decision.sentence)</p>")
    }
    if !experiment.crossovers.isEmpty {
      let items = experiment.crossovers.map { crossover -> Markup in
        "<li>\(crossover.sentence)</li>"
      }
      parts.append("<ul class=\"crossovers\">\(items)</ul>")
    }
    let remarks = remarks.map { remark, cells -> Markup in
      let places = experiment.cells.count > 1 ? " (\(Self.some(cells)))" : ""
      return "<li>\(remark)<span class=\"cells\">\(places)</span></li>"
    }
    if !remarks.isEmpty { parts.append("<ul class=\"remarks\">\(remarks)</ul>") }
    return parts.isEmpty ? "" : "<div class=\"outcome\">\(parts)</div>"
  }

  /// The first few, and how many more.
  private static func some(_ cells: [String]) -> String {
    let shown = cells.prefix(3).joined(separator: "; ")
    return cells.count > 3 ? "\(shown); and \(cells.count - 3) more" : shown
  }

  /// Each remark once, with the cells that it is about.
  private var remarks: [(remark: String, cells: [String])] {
    var found: [(remark: String, cells: [String])] = []
    func add(_ remark: String, _ cell: String) {
      if let place = found.firstIndex(where: { $0.remark == remark }) {
        found[place].cells.append(cell)
      } else {
        found.append((remark, [cell]))
      }
    }
    for cell in experiment.cells {
      if let skipped = cell.skipped { add("Not run: \(skipped)", cell.label) }
      for entry in cell.entries {
        for remark in entry.remarks { add("\(entry.contestant) \(remark)", cell.label) }
      }
    }
    return found
  }
}
