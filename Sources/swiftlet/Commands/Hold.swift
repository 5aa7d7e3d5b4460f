import Measurement
import Reports

struct StressDiffCommand {
  let options: StressDiffOptions; let console: Console;
  func run() throws(CommandError) -> ExitStatus { .well }
}
struct StressMergeCommand {
  let options: StressMergeOptions; let console: Console; let words: [String];
  func run() throws(CommandError) -> ExitStatus { .well }
}
extension RunRecord {
  func csv() -> String { "" }
  func hgrm() throws(RecordError) -> String {
    PercentileDistribution(try histogram(.latency)).text()
  }
}
