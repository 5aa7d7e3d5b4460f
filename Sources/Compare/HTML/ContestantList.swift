internal import Reports

/// Who took part: how each is drawn, what it is, and what was run.
struct ContestantList {
  private let record: ComparisonRecord
  private let looks: ContestantLooks

  init(_ record: ComparisonRecord, _ looks: ContestantLooks) {
    self.record = record
    self.looks = looks
  }

  var markup: Markup {
    guard !record.contestants.isEmpty else { return "" }
    let rows = zip(looks.all, record.contestants).map { look, contestant -> Markup in
      """
      <li>\(look.key.swatch)<b>\(contestant.name)</b>\
      <span>\(contestant.description)</span><code>\(contestant.command)</code></li>

      """
    }
    return """
      <section class="panel" id="contestants"><h2>Who took part</h2>
      <ul class="contestants">\(rows)</ul>
      <p class="remark">Each has one colour and one marker on this page; lines of other servers are \
      dashed.</p></section>
      """
  }
}
