import Measurement
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
      case .html: return HTMLReport(record).text
      case .hgrm: return PercentileDistribution(try record.histogram(.latency)).text()
      case .csv: return ""
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

  /// Writes a run everywhere; the table too, unless standard output is taken.
  ///
  /// What could be measured is shown first: a disk that is full must not keep it.
  func write(_ record: RunRecord, _ verdict: StressVerdict, _ console: Console) throws(CommandError)
  {
    if !takesOutput {
      console.output(StressTable(record, verdict, on: console.outputTerminal).text)
    }
    for place in places where place.file == nil { console.output(try place.format.text(record)) }
    for place in places { try place.file?.write(try place.format.text(record)) }
  }

  /// Leaves every path as it was before the run; from any thread.
  func discard() { for place in places { place.file?.discard() } }
}
