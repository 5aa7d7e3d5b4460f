import Measurement
import Stress

extension LiveView {
  /// The same on one line, for where nothing can be redrawn.
  var sentence: String {
    let connections = "\(HumanFormat.count(progress.connections)) connections"
    switch progress.phase {
    case .connecting, .waiting, .ending: return "\(progress.phase.rawValue): \(connections)"
    case .warmup, .measuring: break
    }
    var parts = trying.map { ["trying \(HumanFormat.count(rounding: $0))/s"] } ?? []
    let start = parts.count
    parts += ["\(HumanFormat.count(rounding: progress.interval.messagesPerSecond)) messages/s"]
    if progress.phase == .measuring {
      parts.insert(done, at: start)
      parts.append("p50 \(HumanFormat.duration(nanoseconds: progress.intervalLatency.p50))")
      parts.append("p99 \(HumanFormat.duration(nanoseconds: progress.intervalLatency.p99))")
    } else {
      parts.insert(progress.phase.rawValue, at: start)
    }
    if progress.connections != self.connections { parts.append(connections) }
    if progress.failures > 0 { parts.append("\(HumanFormat.count(progress.failures)) failures") }
    return parts.joined(separator: "  ")
  }

  private var done: String {
    if let messages {
      return "\(HumanFormat.count(progress.messages)) of \(HumanFormat.count(messages))"
    }
    return "\(Self.clock(progress.elapsed)) of \(Self.clock(progress.total))"
  }
}
