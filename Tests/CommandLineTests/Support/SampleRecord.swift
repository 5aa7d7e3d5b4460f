import EchoProtocol
import Measurement
import Reactor
import Reports
import Stress

/// A run that never was, to be reported.
func sampleRecord(
  _ load: LoadModel = .closed(), _ change: (inout StressReport) -> Void = { _ in }
) -> RunRecord {
  var report = sampleReport()
  change(&report)
  return RunRecord(report: report, plan: samplePlan(load), context: sampleContext)
}

let sampleContext = RunContext(
  version: "1", command: ["swiftlet"],
  environment: MachineFingerprint(
    kernel: "6", architecture: "x86_64", cpuModel: "", cores: 2, allowedCores: 2, memoryBytes: 1))

func samplePlan(_ load: LoadModel) -> StressPlan {
  guard let echo = try? EchoConfiguration() else { fatalError("the defaults agree") }
  var plan = StressPlan(
    .tcp("127.0.0.1", port: 5000), .tcp("a-host-with-a-long-name.example", port: 65_535),
    echo: echo)
  plan.load = load
  return plan
}

func sampleReport() -> StressReport {
  var report = StressReport()
  report.messages = 123_456
  report.bytes = 123_456 * 64
  report.duration = .seconds(10)
  report.connections = 50
  report.latency = Histogram((1...10_000).map { UInt64($0) * 1000 })
  report.serviceTime = Histogram((1...10_000).map { UInt64($0) * 500 })
  report.firstByte = Histogram([400])
  return report
}
