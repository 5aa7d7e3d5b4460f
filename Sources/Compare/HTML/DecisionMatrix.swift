internal import Reports

/// Which contestant suits which work: the page's first table, and the same in sentences.
struct DecisionMatrix {
  private let record: ComparisonRecord
  private let looks: ContestantLooks

  init(_ record: ComparisonRecord, _ looks: ContestantLooks) {
    self.record = record
    self.looks = looks
  }

  var markup: Markup {
    guard !record.decisions.isEmpty, !record.contestants.isEmpty else {
      return "<section class=\"verdict empty\"><h2>Nothing was decided</h2></section>"
    }
    return """
      <section class="panel" id="decisions">
      <h2>Which suits which work</h2>
      \(table)
      <p class="remark"><b>★ 2×</b> best, by so many times · <b>≈</b> not told apart from the best · \
      <b>1/38</b> so many times worse than the best · <b>–</b> not judged. Best and worse only where \
      the difference exceeds the noise.</p>
      <ul class="sentences">\(sentences)</ul>
      \(notes)
      </section>
      """
  }

  private var table: Markup {
    let head = looks.all.map { look -> Markup in
      "<th scope=\"col\"><span class=\"who\">\(look.badge)<span>\(look.name)</span></span></th>"
    }
    let rows = record.decisions.map { decision -> Markup in
      let cells = looks.all.map { cell(decision, $0.name) }
      return "<tr><th scope=\"row\">\(link(decision.work))</th>\(cells)</tr>\n"
    }
    return """
      <div class="scroll"><table class="matrix \(looks.all.count > 8 ? "many" : "few")"><thead><tr><td></td>\(head)</tr></thead><tbody>
      \(rows)</tbody></table></div>
      """
  }

  /// The work, leading to its section where it has one.
  private func link(_ work: String) -> Markup {
    guard let index = record.experiments.firstIndex(where: { $0.work == work }) else {
      return "\(work)"
    }
    return "<a href=\"#work-\(index)\">\(work)</a>"
  }

  private func cell(_ decision: DecisionRecord, _ name: String) -> Markup {
    guard let mark = decision.marks.first(where: { $0.contestant == name }) else {
      return "<td class=\"unmeasured\">–</td>"
    }
    // In a record the sign is a letter, which every terminal has.
    let text = mark.text.hasSuffix("x") ? mark.text.dropLast() + "×" : mark.text
    switch mark.kind {
    case .best:
      return
        "<td class=\"best\" aria-label=\"best, \(text)\"><span>★</span> <span>\(text)</span></td>"
    case .tied:
      return
        "<td class=\"tied\" aria-label=\"not told apart from the best\"><span>≈</span> <span>\(text)</span></td>"
    case .behind:
      return "<td class=\"behind\" aria-label=\"behind, \(text)\">\(text)</td>"
    case .unmeasured:
      return "<td class=\"unmeasured\" aria-label=\"not judged\">–</td>"
    }
  }

  private var sentences: [Markup] {
    record.decisions.map { "<li><b>\($0.work)</b><span>\($0.sentence)</span></li>\n" }
  }

  private var notes: Markup {
    let notes = record.notes.map { note -> Markup in "<p class=\"remark\">\(note)</p>" }
    return "\(notes)"
  }
}
