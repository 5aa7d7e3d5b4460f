import Foundation
import Reports
import Testing

/// Writes the pages that `make page-test` opens in a browser; does nothing without
/// `SWIFTLET_PAGES`, the folder they go to.
struct HTMLPagesTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SWIFTLET_PAGES"] != nil))
  func writesTheSamples() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["SWIFTLET_PAGES"])
    for (name, make) in SampleRuns.all {
      let record = try make()
      let page = HTMLReport(record).text
      try page.write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
      try record.json().write(toFile: "\(folder)/\(name).json", atomically: true, encoding: .utf8)
    }
  }
}
