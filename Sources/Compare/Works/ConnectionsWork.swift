internal import Measurement
internal import Stress

/// What one echo costs as connections grow in number, all of them talking.
///
/// What decides is the server's own CPU time per message, because that is what bounds how many it
/// can answer, and what the client's speed does not change: on a machine with few cores a client
/// that verifies every byte is as busy as the server, and messages per second would be its figure.
struct ConnectionsWork: Experiment {
  let question = "What does an echo cost the server when so many connections talk at once?"
  let situation = "many busy connections"
  let metric = Metric("CPU time per message", unit: .microseconds, .lowerIsBetter)
  let key = FigureKey.serverCPU
  let isSpoiltByClient = false
  let axis: AxisRecord? = AxisRecord(title: "connections", unit: "", isLogarithmic: true)

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let counts = scale == .quick ? [50] : [1, 10, 100, 1000]
    return counts.map { Setting(counts: $0, "connection", "connections") }
  }

  func clients(_ setting: Setting) -> Int { Int(setting.x ?? 1) }

  func shape(_ load: inout StressPlan, _ setting: Setting) {
    // The kernel connects them at once; until each has its thread or process takes a while.
    load.warmup = max(load.warmup, .milliseconds(2 * load.connections))
  }
}

extension Setting {
  /// A setting that is a number of things.
  init(counts count: Int, _ one: String, _ several: String) {
    self.init("\(HumanFormat.count(count)) \(count == 1 ? one : several)", x: Double(count))
  }
}
