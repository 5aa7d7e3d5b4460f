internal import Measurement

/// The head of the page: what was run, where, when, and how to run it again.
struct HTMLHead {
  let record: RunRecord

  init(_ record: RunRecord) { self.record = record }

  var markup: Markup {
    """
    <header>
    <p class="brand">\(Self.logo)<span>swiftlet stress</span></p>
    <h1 class="\(isLong ? "long" : "short")">\(record.plan.endpoints.map(Self.endpoint))</h1>
    <p class="what">\(PlanText(record).sentence)</p>
    <p class="when">\(when)</p>
    \(command)
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

  private var command: Markup {
    guard !record.command.isEmpty else { return "" }
    return """
      <div class="command"><pre id="command"><code>\(ShellWords.joined(record.command))</code></pre>\
      <button type="button" data-copies="command" hidden>Copy</button></div>
      """
  }

  /// A bird is hard to draw; its call and the echo are not.
  private static let logo: Markup = """
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><circle cx="5" cy="12" r="2.5"/>\
    <path d="M10 7a7 7 0 0 1 0 10M14 4a11.5 11.5 0 0 1 0 16M18 1.5a15.5 15.5 0 0 1 0 21"/></svg>
    """
}
