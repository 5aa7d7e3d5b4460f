import Reports

/// What a run is kept as, besides the table.
enum ReportFormat: Sendable, CaseIterable {
  case json
  case csv
  case hgrm
  case html

  /// A run in this form.
  func text(_ record: RunRecord) throws(CommandError) -> String {
    do throws(RecordError) {
      switch self {
      case .json: return try record.json()
      case .csv: return record.csv()
      case .hgrm: return try record.hgrm()
      case .html: return HTMLReport(record).text
      }
    } catch {
      throw .software("the report cannot be written: \(error)")
    }
  }
}

/// Where the reports of a run go: opened before it, written after it.
struct ReportOutput: Sendable {
  private struct Place: Sendable {
    let format: ReportFormat
    /// `nil`: standard output.
    let file: ReportFile?
  }

  private let places: [Place]
  private let takesOutput: Bool

  /// Opens what was asked for.
  init(_ options: ReportOptions) throws(CommandError) {
    var places = options.json ? [Place(format: .json, file: nil)] : []
    for (format, _, path) in options.files {
      let isOutput = path == ReportOptions.standardOutput
      places.append(
        Place(format: format, file: isOutput ? nil : try ReportFile(creating: path)))
    }
    self.places = places
    takesOutput = options.takesOutput
  }

  /// Writes a run everywhere, and the table unless standard output is taken.
  ///
  /// What people read comes first: a disk that is full must not keep it from them.
  ///
  /// - Parameters:
  ///   - table: the report for people.
  ///   - json: what `--json` prints; `nil`: the run.
  ///   - record: the run; `nil`: there is none, and files stay as they were.
  func write(
    table: String, json: String? = nil, _ record: RunRecord?, _ console: Console
  ) throws(CommandError) {
    if !takesOutput { console.output(table) }
    for place in places where place.file == nil {
      if place.format == .json, let json {
        console.output(json)
      } else if let record {
        console.output(try place.format.text(record))
      }
    }
    guard let record else { return discard() }
    for place in places { try place.file?.write(try place.format.text(record)) }
  }

  /// Leaves every path as it was before the run; from any thread.
  func discard() { for place in places { place.file?.discard() } }
}
