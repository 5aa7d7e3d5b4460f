import Reports

/// `swiftlet stress merge`: the runs of several machines as one.
struct StressMergeCommand {
  let options: StressMergeOptions
  let console: Console
  /// The command as it was typed.
  let words: [String]

  func run() throws(CommandError) -> ExitStatus {
    var records: [RunRecord] = []
    for file in options.files { records.append(try RecordFile.read(file)) }
    // Opened last: no file is made for a merge that cannot be.
    let record = try merged(records)
    let output = try ReportOutput(options.report)
    let verdict = try StressVerdict(record, options.failIf, isStrict: options.strict)
    try output.write(
      table: StressTable(record, verdict, on: console.outputTerminal).text, record, console)
    return verdict.status
  }

  private func merged(_ records: [RunRecord]) throws(CommandError) -> RunRecord {
    do throws(MergeError) {
      return try RunRecord.merged(records, command: words)
    } catch {
      guard case .damaged(let index, let reason) = error else { throw .unavailable("\(error)") }
      throw .unavailable("'\(options.files[index])': \(reason)")
    }
  }
}
