import Foundation
import Testing

@testable import Compare

/// Writes the pages that `make page-test` opens in a browser; does nothing without
/// `SWIFTLET_PAGES`, the folder they go to.
struct ComparisonHTMLPagesTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SWIFTLET_PAGES"] != nil))
  func writesTheSamples() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["SWIFTLET_PAGES"])
    for (name, record) in ComparisonHTMLTests.samples {
      let page = "\(folder)/compare-\(name)"
      try ComparisonHTML(record).text.write(
        toFile: page + ".html", atomically: true, encoding: .utf8)
      try record.json().write(toFile: page + ".json", atomically: true, encoding: .utf8)
    }
  }
}
