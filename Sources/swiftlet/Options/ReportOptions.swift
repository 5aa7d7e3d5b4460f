import Reports

/// Where the report of a run goes, besides the table for people.
struct ReportOptions: Equatable, Sendable {
  /// Stands for standard output where a path is expected.
  static let standardOutput = "-"

  /// Whether standard output gets the JSON object instead of the table.
  var json = false
  /// The file for the JSON object.
  var jsonFile: String?
  /// The file for the intervals.
  var csv: String?
  /// The file for the percentile distribution.
  var hgrm: String?
  /// The file for the page.
  var html: String?

  /// The files asked for, with the option that asks.
  var files: [(format: ReportFormat, option: String, path: String)] {
    [
      (ReportFormat.json, "--json-file", jsonFile), (.csv, "--csv", csv), (.hgrm, "--hgrm", hgrm),
      (.html, "--html", html),
    ].compactMap { format, option, path in path.map { (format, option, $0) } }
  }

  /// Whether standard output is taken, so that the table has no place there.
  var takesOutput: Bool { json || files.contains { $0.path == Self.standardOutput } }

  /// Checks that no two reports want the same place.
  func check() throws(CommandError) {
    var taken: [String: String] = json ? [Self.standardOutput: "--json"] : [:]
    for (_, option, path) in files {
      if let other = taken[path] {
        let place = path == Self.standardOutput ? "standard output" : "'\(path)'"
        throw .usage("\(other) and \(option) both want \(place)", hint: "give each its own file")
      }
      taken[path] = option
    }
  }

  /// The options, for a command that keeps its own in `report`.
  static func options<Options>(
    in report: any WritableKeyPath<Options, ReportOptions> & Sendable
  ) -> [Option<Options>] {
    func file(
      _ name: String, _ help: String,
      _ field: any WritableKeyPath<ReportOptions, String?> & Sendable
    ) -> Option<Options> {
      Option(
        long: name, short: nil, placeholder: "FILE", defaultText: nil, choices: [], help: help,
        effect: .value { (options: inout Options, text: String) throws(BadValue) in
          if text.isEmpty { throw BadValue("the path is empty") }
          options[keyPath: report][keyPath: field] = text
        })
    }
    return [
      Option(
        long: "json", short: nil, placeholder: nil, defaultText: nil, choices: [],
        help: "print one JSON object instead of the table",
        effect: .flag { $0[keyPath: report].json = true }),
      file("json-file", "write it to a file, for diff and merge", \.jsonFile),
      file("csv", "write the intervals; - is standard output", \.csv),
      file("hgrm", "write the percentile distribution", \.hgrm),
      file("html", "write a page with charts", \.html),
    ]
  }
}
