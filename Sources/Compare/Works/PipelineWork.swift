internal import Stress

/// What an echo costs when clients send on without waiting for the answer.
///
/// What has arrived together is read and answered together: one wake-up, one `recv` and one `send`
/// for all of it, whatever the model.
struct PipelineWork: Experiment {
  let question = "What does a message cost the server when clients have several in flight?"
  let situation = "messages in flight together"
  let metric = Metric("CPU time per message", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.serverCPU
  let isSpoiltByClient = false
  let axis: AxisRecord? = AxisRecord(title: "in flight", unit: "", isLogarithmic: true)

  private static let connections = 50

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let depths = scale == .quick ? [16] : [1, 16]
    return depths.map { Setting(counts: $0, "message in flight", "messages in flight") }
  }

  func clients(_ setting: Setting) -> Int { Self.connections }

  func shape(_ load: inout StressPlan, _ setting: Setting) {
    load.pipeline = Int(setting.x ?? 1)
  }
}
