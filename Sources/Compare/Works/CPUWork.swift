internal import Measurement
internal import Stress

/// How many messages are answered when each wants the processor for a while.
///
/// The server may use every core: whether a model can is what is asked.
struct CPUWork: Experiment {
  let question = "How many messages are answered when each needs the processor for so long?"
  let situation = "messages that compute"
  let metric = Metric("messages per second", unit: .perSecond, .higherIsBetter)
  let key = FigureKey.messagesPerSecond
  let axis: AxisRecord? = AxisRecord(title: "work per message", unit: "µs", isLogarithmic: true)

  let secondAxis: AxisRecord? = AxisRecord(title: "connections", unit: "", isLogarithmic: true)

  /// Clients of settings that do not say how many.
  private static let connections = 16

  func settings(_ scale: ComparisonPlan.Scale) -> [Setting] {
    if scale == .quick { return [Self.setting(1000, connections: Self.connections)] }
    return [4, 64].flatMap { count in
      [0, 100, 1000, 10_000].map { Self.setting($0, connections: count) }
    }
  }

  private static func setting(_ work: Int, connections: Int) -> Setting {
    let what = work == 0 ? "no work" : text(work)
    return Setting(
      "\(what) per message, \(connections) connections", x: Double(work), y: Double(connections))
  }

  static func text(_ microseconds: Int) -> String {
    HumanFormat.duration(nanoseconds: UInt64(microseconds) * 1000)
  }

  func need(_ setting: Setting) -> ServerNeed { Self.need(Int(setting.x ?? 0)) }

  /// A server that computes for so many microseconds per message.
  static func need(_ microseconds: Int) -> ServerNeed {
    // Length framing: a transform wants whole messages.
    let transform = microseconds == 0 ? "identity" : "burn:\(microseconds)"
    return ServerNeed(
      services: [.init(framing: "length", transform: transform)], usesAllCores: true)
  }

  func clients(_ setting: Setting) -> Int { setting.y.map { Int($0) } ?? Self.connections }
}
