// The snippets of the landing page of `Reports`, and of a load that is watched.
import EchoProtocol
import EchoServers
import Foundation
import Measurement
import Reactor
import Reports
import Stress

func record(_ server: ReactorServer, onto page: String) async throws -> RunRecord {
  var plan = StressPlan(server.endpoints[0], echo: .transparent)
  plan.load = .open(.constant(1_000))
  plan.messages = 500
  let report = try await LoadGenerator(plan).run()
  let context = RunContext(version: "1.0", command: ["nightly"], environment: .current())
  let record = RunRecord(report: report, plan: plan, context: context)
  for gate in ["p99>500ms", "errors>0", "rate<0.9*target"] {
    if let verdict = try Gate(parsing: gate).fires(on: record) { print("FAILED: \(verdict)") }
  }
  try HTMLReport(record).text.write(toFile: page, atomically: true, encoding: .utf8)
  return record
}

func watch(_ plan: StressPlan) async throws -> StressReport {
  let load = LoadGenerator(plan).start()
  for await second in load.progress where second.phase == .measuring {
    print(second.interval.messagesPerSecond)
  }
  let report = try await load.report()
  return report
}
