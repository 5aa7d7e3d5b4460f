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
    let title = "\(record.plan.endpoints.joined(separator: ", ")) · swiftlet stress"
    return HTMLPage(
      title: title, version: record.version,
      main: """
        \(HTMLHead(record).markup)
        \(HTMLVerdict(record).markup)
        \(HTMLTiles(record).markup)
        \(HTMLTimeline(record).markup)
        \(HTMLDistribution(record).markup)
        \(HTMLTables(record).markup)
        \(HTMLFoot(record).markup)
        """,
      json: try? record.json()
    ).markup
  }
}
