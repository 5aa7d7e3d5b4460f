import Foundation

/// The checkout this test was compiled in.
enum Checkout {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct File {
    /// From the root of the checkout.
    let name: String
    let lines: [String]
  }

  /// Everything a reader copies snippets from.
  static func documents() throws -> [File] {
    try files("Sources").filter { $0.name.hasSuffix(".md") || $0.name.hasSuffix(".swift") }
      + files("examples").filter { $0.name.hasSuffix("/README.md") }
      + ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].compactMap { try? file($0) }
  }

  /// Everything in the examples that is compiled, their manifests included.
  static func compiledFiles() throws -> [File] {
    try files("examples").filter { $0.name.hasSuffix(".swift") }
  }

  private static func files(_ folder: String) throws -> [File] {
    let paths = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    var found: [File] = []
    while let path = paths?.nextObject() as? String {
      if path.hasSuffix("/.build") { paths?.skipDescendants() }
      guard path.hasSuffix(".md") || path.hasSuffix(".swift") else { continue }
      found.append(try file("\(folder)/\(path)"))
    }
    return found
  }

  private static func file(_ name: String) throws -> File {
    let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
    return File(name: name, lines: text.components(separatedBy: "\n"))
  }
}
