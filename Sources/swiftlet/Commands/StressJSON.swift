import Measurement
import Stress

/// The report of a load for programs.
struct StressJSON: Encodable {
  private let report: StressReport

  init(_ report: StressReport) { self.report = report }

  private enum Key: String, CodingKey {
    case messages, connections, errors, mismatches
    case messagesTotal = "messages_total"
    case messagesPerSecond = "messages_per_second"
    case bytesPerSecond = "bytes_per_second"
    case durationSeconds = "duration_seconds"
    case clientCPUSeconds = "client_cpu_seconds"
    case endedEarly = "ended_early"
    case errorsByCause = "errors_by_cause"
    case latency = "latency_us"
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(report.messages, forKey: .messages)
    try object.encode(report.messagesInAll, forKey: .messagesTotal)
    try object.encode(report.messagesPerSecond, forKey: .messagesPerSecond)
    try object.encode(report.bytesPerSecond, forKey: .bytesPerSecond)
    try object.encode(report.duration / .seconds(1), forKey: .durationSeconds)
    try object.encode(report.connections, forKey: .connections)
    try object.encode(report.errors, forKey: .errors)
    try object.encode(report.mismatches, forKey: .mismatches)
    try object.encode(report.clientCPUSeconds, forKey: .clientCPUSeconds)
    try object.encode(report.endedEarly, forKey: .endedEarly)
    let causes = report.errorsByCause.map { cause, count in
      (cause.rawValue.split(separator: " ").joined(separator: "_"), count)
    }
    try object.encode(
      Dictionary(causes, uniquingKeysWith: +), forKey: .errorsByCause)
    let figures = LatencySummary(report.latency).microseconds.map { ($0.name, $0.microseconds) }
    try object.encode(Dictionary(figures, uniquingKeysWith: { $1 }), forKey: .latency)
  }
}
