/// The end of the page: what it is, and where the figures are.
struct HTMLFoot {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    """
    <footer><p>Written by swiftlet \(record.version). The page is whole: it loads nothing, and holds \
    the record of the run, schema \(RunRecord.schema), with every figure in full, in its element \
    <code>record</code>. <button type="button" data-saves="record" data-file="swiftlet-run.json" hidden>Save it as JSON</button></p></footer>
    """
  }
}
