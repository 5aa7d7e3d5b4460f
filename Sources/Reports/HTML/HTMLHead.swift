internal import Measurement

/// The head of the page: what was run, where, when, and how to run it again.
struct HTMLHead {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    """
    <header>
    \(HTMLPage.brand("swiftlet stress"))
    <h1 class="\(isLong ? "long" : "short")">\(record.plan.endpoints.map(Self.endpoint))</h1>
    <p class="what">\(PlanText(record).sentence)</p>
    <p class="when">\(when)</p>
    \(HTMLPage.command(ShellWords.joined(record.command)))
    </header>
    """
  }

  private var isLong: Bool { record.plan.endpoints.joined().count > 80 }

  /// Words that break where an address may.
  private static func endpoint(_ endpoint: String) -> Markup { "<span>\(endpoint)</span> " }

  private var when: Markup {
    let time = record.startedAt
    // 2026-02-03T04:05:06.789Z, as people write it.
    let words = "\(time.prefix(10)) \(time.dropFirst(11).prefix(8)) UTC"
    let machine = record.environment
    let cores = plural(machine.cores, "core")
    let model = machine.cpuModel.isEmpty ? machine.architecture : machine.cpuModel
    return "<time datetime=\"\(time)\">\(words)</time> · \(model), \(cores)"
  }
}
