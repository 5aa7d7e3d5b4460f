/// A run as a page: one file that opens offline in any browser, on a phone and on paper.
///
/// Everything is in it: charts drawn as SVG, style, a small script that makes reading off the
/// charts nicer and is not needed, and the record itself as JSON in the element `record`. It loads
/// nothing, and its content security policy forbids it to.
///
/// Each figure is a `data` element whose `data-figure` is the way to it in the record
/// (`latency_us.p99`, `intervals.3.failures`) and whose `value` is exact.
public struct HTMLReport: Sendable {
  private let record: RunRecord

  /// A page about a run.
  ///
  /// - Parameter record: the run; what is said in it, whoever wrote it, is escaped.
  public init(_ record: RunRecord) { self.record = record }

  /// The page.
  public var text: String { page.text }

  private var page: Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(HTMLScript.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="swiftlet \(record.version)">
    <title>\(title)</title>
    <style>\(HTMLStyle.sheet)</style>
    </head>
    <body>
    <main>
    \(HTMLHead(record).markup)
    \(HTMLVerdict(record).markup)
    \(HTMLTiles(record).markup)
    \(HTMLTimeline(record).markup)
    \(HTMLDistribution(record).markup)
    \(HTMLTables(record).markup)
    \(HTMLFoot(record).markup)
    </main>
    <script type="application/json" id="record">\(json)</script>
    <script>\(HTMLScript.source)</script>
    </body>
    </html>

    """
  }

  private var title: String {
    "\(record.plan.endpoints.joined(separator: ", ")) · swiftlet stress"
  }

  /// The record as it may stand in a `script` element, which ends at the first `</script` whatever
  /// stands around it, and reads on past it after `<!--`.
  private var json: Markup {
    // A figure that JSON cannot hold; no run of ours has one.
    guard let text = try? record.json() else { return "null" }
    // Outside of its strings JSON has no `<`, and inside a string the escape means the same.
    // By scalars: as a character it may have an accent.
    let pieces = text.unicodeScalars.split(separator: "<", omittingEmptySubsequences: false)
    return Markup(trusted: pieces.map { String($0) }.joined(separator: "\\u003c"))
  }
}
