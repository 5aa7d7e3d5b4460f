import Measurement
import Reports
import Stress

/// A search for programs: what was found, and each try.
struct SearchJSON: Encodable {
  private struct Probe: Encodable {
    let rate: Double
    let achieved: Double
    let latency: LatencyFigures
    let holds: Bool
    let reason: String

    private enum CodingKeys: String, CodingKey {
      case holds, reason
      case rate = "rate_per_second"
      case achieved = "achieved_per_second"
      case latency = "latency_us"
    }
  }

  private let condition: String
  private let best: Double?
  private let endedEarly: Bool
  private let probes: [Probe]
  private let version: String
  private let command: [String]
  private let environment: MachineFingerprint

  init(_ report: RateSearchReport, condition: String, _ context: RunContext) {
    self.condition = condition
    best = report.best
    endedEarly = report.endedEarly
    version = context.version
    command = context.command
    environment = context.environment
    probes = report.probes.map { probe in
      Probe(
        rate: probe.rate, achieved: probe.achieved,
        latency: LatencyFigures(probe.report.latency), holds: probe.holds, reason: probe.reason)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case condition, probes, version, command, environment
    case best = "best_per_second"
    case endedEarly = "ended_early"
  }
}
