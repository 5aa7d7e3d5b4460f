import Testing

@testable import Compare

/// Whatever passes the validation can be shown: nothing traps, and no place is no number.
struct ExtremeRecordTests {
  private static let values = [0.0, 1e-300, 1e12]

  private func record(_ value: Double, _ place: Double) -> ComparisonRecord {
    var record = SampleComparison.small()
    for (index, name) in FigureKey.allCases.enumerated() where index < 5 {
      var experiment = record.experiments[0]
      experiment.work = name.rawValue
      experiment.metric.key = name
      record.experiments.append(experiment)
    }
    for work in record.experiments.indices {
      for cell in record.experiments[work].cells.indices {
        record.experiments[work].cells[cell].x = place
        record.experiments[work].cells[cell].y = cell == 0 ? value : place
        for entry in record.experiments[work].cells[cell].entries.indices {
          var figures = RunFigures()
          for key in FigureKey.allCases { figures[key] = entry == 0 ? value : place }
          var changed = record.experiments[work].cells[cell].entries[entry]
          changed.runs = [figures]
          changed.figures = figures
          changed.estimate = EstimateRecord(median: value, low: place, high: value, runs: 0)
          changed.curve = [PointRecord(x: 1, y: value), PointRecord(x: 0, y: place)]
          changed.timeline = [PointRecord(x: place, y: value), PointRecord(x: place, y: 0)]
          record.experiments[work].cells[cell].entries[entry] = changed
        }
      }
      record.experiments[work].secondAxis = AxisRecord(title: "", unit: "", isLogarithmic: false)
    }
    return record
  }

  @Test(arguments: values, values)
  func isShown(_ value: Double, _ place: Double) throws {
    let record = record(value, place)
    try record.validate()
    #expect(ComparisonText(record).text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let page = ComparisonHTML(record).text.split(separator: "id=\"record\"")[0]
    for word in ["nan", "inf%", "inf\"", "-inf"] {
      #expect(!page.contains("\"\(word)") && !page.contains(">\(word)"), "\(word)")
    }
    #expect(record.pairs.allSatisfy { $0.ratio?.isFinite ?? true })
  }

  @Test func nothingMeasuredIsShown() throws {
    var record = SampleComparison.small()
    for cell in record.experiments[0].cells.indices {
      record.experiments[0].cells[cell].entries = []
      record.experiments[0].cells[cell].verdict = nil
      record.experiments[0].cells[cell].skipped = "there was no time"
    }
    record.decisions = []
    #expect(ComparisonText(record).text.contains("not run: there was no time"))
    #expect(ComparisonHTML(record).text.contains("Not run: there was no time"))
    record.contestants = []
    record.experiments[0].crossovers = []
    try record.validate()
    #expect(ComparisonHTML(record).text.contains("Nothing was decided"))
  }
}
