internal import Stress

/// How many messages are answered when each waits, as for a database.
struct BlockingWork: Experiment {
  let question = "How many messages are answered when each waits so long for something else?"
  let situation = "messages that block"
  let metric = Metric("messages per second", unit: .perSecond, .higherIsBetter)
  let key = FigureKey.messagesPerSecond
  let axis: AxisRecord? = AxisRecord(title: "wait per message", unit: "µs", isLogarithmic: true)

  private static let connections = 48

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    let times = scale == .quick ? [5000] : [1000, 10_000]
    return times.map { Setting("\(CPUWork.text($0)) of waiting per message", x: Double($0)) }
  }

  func need(_ setting: Setting) -> ServerNeed {
    // As many workers as a pool has threads: whoever has fewer than there are waits loses at once,
    // and that would be all there is to see.
    ServerNeed(
      services: [.init(framing: "length", transform: "wait:\(Int(setting.x ?? 0))")], workers: 64)
  }

  func clients(_ setting: Setting) -> Int { Self.connections }
}
