/// What a page of a report must be, whatever stands in its record.
package enum WholePage {
  /// What is wrong with a page: nothing, if it is one page, complete, and asks nobody else for
  /// anything.
  ///
  /// - Parameter hostile: what would be in the page's own text if something that came from outside
  ///   had got out of its place.
  package static func faults(in page: String, hostile: [String] = []) -> [String] {
    var faults: [String] = []
    if !page.hasPrefix("<!DOCTYPE html>") { faults.append("does not begin as a page") }
    // Two scripts, ours: whatever came from outside begins no third one, and ends none.
    let counts = [
      ("<html", 1), ("<style>", 1), ("<main>", 1), ("id=\"record\"", 1), ("</html>", 1),
      ("<script", 2), ("</script", 2),
    ]
    for (part, expected) in counts {
      let count = page.ranges(of: part).count
      if count != expected { faults.append("\(count) times \(part)") }
    }
    let known = page.replacing("http://www.w3.org/2000/svg", with: "")
    for address in ["http:", "https:", "src=", "@import", "url("] where known.contains(address) {
      faults.append("refers to \(address)")
    }
    let shown = page.prefix(upTo: page.firstRange(of: "id=\"record\"")?.lowerBound ?? page.endIndex)
    for word in ["nan%", "inf%", ">nan", ">inf", "Optional("] + hostile where shown.contains(word) {
      faults.append("shows \(word)")
    }
    return faults
  }
}
