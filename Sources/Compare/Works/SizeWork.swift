internal import Measurement
internal import Reports
internal import Stress

/// What a message costs as it grows.
struct SizeWork: Experiment {
  let question = "What does a message cost the server as it grows?"
  let situation = "messages of any size"
  let metric = Metric("CPU time per message", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.serverCPU
  let isSpoiltByClient = false
  let axis: AxisRecord? = AxisRecord(title: "message", unit: "B", isLogarithmic: true)

  private static let connections = 16

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let sizes = scale == .quick ? [65_536] : [1, 4096, 1_048_576]
    return sizes.map { Setting("messages of \(SizeText.format($0))", x: Double($0)) }
  }

  func clients(_ setting: Setting) -> Int { Self.connections }

  func shape(_ load: inout StressPlan, _ setting: Setting) {
    load.sizes = .fixed(Int(setting.x ?? 64))
  }
}
