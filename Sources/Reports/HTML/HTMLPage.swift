/// What every page has: a policy that lets nothing in, the style, the record, and the one script.
package struct HTMLPage: Sendable {
  private let title: String
  private let version: String
  private let style: Markup
  private let main: Markup
  private let json: String?

  /// A page.
  ///
  /// - Parameters:
  ///   - version: of the program that makes it.
  ///   - style: rules beside those that all pages have.
  ///   - main: what is on it.
  ///   - json: the record that it shows; `nil` where it has a figure that JSON cannot hold.
  package init(
    title: String, version: String, style: Markup = "", main: Markup, json: String?
  ) {
    self.title = title
    self.version = version
    self.style = style
    self.main = main
    self.json = json
  }

  /// The whole of it.
  package var markup: Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(HTMLScript.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="swiftlet \(version)">
    <title>\(title)</title>
    <style>\(HTMLStyle.sheet)\(style)</style>
    </head>
    <body>
    <main>
    \(main)
    </main>
    <script type="application/json" id="record">\(record)</script>
    <script>\(HTMLScript.source)</script>
    </body>
    </html>

    """
  }

  /// The record as it may stand in a `script` element, which ends at the first `</script` whatever
  /// stands around it, and reads on past it after `<!--`.
  private var record: Markup {
    guard let json else { return "null" }
    // Outside of its strings JSON has no `<`, and inside a string the escape means the same.
    // By scalars: as a character it may have an accent.
    let pieces = json.unicodeScalars.split(separator: "<", omittingEmptySubsequences: false)
    return Markup(trusted: pieces.map { String($0) }.joined(separator: "\\u003c"))
  }
}

extension HTMLPage {
  /// The name of the program, with its sign: a bird is hard to draw; its call and the echo are not.
  package static func brand(_ name: String) -> Markup {
    """
    <p class="brand"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">\
    <circle cx="5" cy="12" r="2.5"/>\
    <path d="M10 7a7 7 0 0 1 0 10M14 4a11.5 11.5 0 0 1 0 16M18 1.5a15.5 15.5 0 0 1 0 21"/></svg>\
    <span>\(name)</span></p>
    """
  }

  /// A command that can be copied.
  ///
  /// - Parameter id: its name among the page's elements.
  package static func command(_ command: String, id: String = "command") -> Markup {
    guard !command.isEmpty else { return "" }
    return """
      <div class="command"><pre id="\(id)"><code>\(command)</code></pre>\
      <button type="button" data-copies="\(id)" hidden>Copy</button></div>
      """
  }
}
