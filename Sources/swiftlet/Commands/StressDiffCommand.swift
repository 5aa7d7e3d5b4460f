import Reports

/// `swiftlet stress diff`: two runs side by side.
struct StressDiffCommand {
  let options: StressDiffOptions
  let console: Console

  func run() throws(CommandError) -> ExitStatus {
    let a = try RecordFile.read(options.files[0])
    let b = try RecordFile.read(options.files[1])
    let fired = try firedGates(a, b)
    let comparison = RunComparison(a, b)
    if options.json {
      do throws(RecordError) {
        console.output(try comparison.json())
      } catch {
        throw .software("the comparison cannot be written: \(error)")
      }
      for gate in fired { console.error("FAILED: \(gate)\n") }
    } else {
      let table = ComparisonTable(
        comparison: comparison, names: (options.files[0], options.files[1]), firedGates: fired,
        terminal: console.outputTerminal)
      console.output(table.text)
    }
    return fired.isEmpty ? .well : .refused
  }

  private func firedGates(_ a: RunRecord, _ b: RunRecord) throws(CommandError) -> [String] {
    var fired: [String] = []
    for gate in options.failIf {
      do throws(RecordError) {
        if let verdict = try gate.fires(on: b, against: a) { fired.append("\(verdict)") }
      } catch {
        throw .unavailable("--fail-if '\(gate)' cannot be judged: \(error)")
      }
    }
    return fired
  }
}
