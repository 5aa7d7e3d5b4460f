import Measurement
import Sockets
import Stress

/// The line that says once a second how a load is doing, where somebody is watching.
final class ProgressLine: Sendable {
  private let plan: StressPlan
  private let console: Console
  private let isWanted: Bool
  private let line: Locked<LiveLine>

  init(_ plan: StressPlan, _ console: Console, isWanted: Bool) {
    self.plan = plan
    self.console = console
    self.isWanted = isWanted
    line = Locked(LiveLine(on: console.errorTerminal) { console.error($0) })
  }

  /// Called on the load's thread.
  func show(_ progress: StressProgress) {
    guard isWanted else { return }
    let text = self.text(progress)
    line.withLock { $0.show(text) }
  }

  /// Makes room for the report.
  func clear() { line.withLock { $0.clear() } }

  private func text(_ progress: StressProgress) -> String {
    let connections = "\(HumanFormat.count(progress.connections)) connections"
    guard progress.phase != .connecting else { return "connecting: \(connections)" }
    var parts = ["\(HumanFormat.count(rounding: progress.interval.messagesPerSecond)) messages/s"]
    if progress.phase == .measuring {
      let elapsed = HumanFormat.count(rounding: progress.elapsed / .seconds(1))
      let all = HumanFormat.count(rounding: plan.duration / .seconds(1))
      parts.insert("\(elapsed) of \(all) s", at: 0)
      parts.append("p50 \(HumanFormat.duration(nanoseconds: progress.latency.p50))")
      parts.append("p99 \(HumanFormat.duration(nanoseconds: progress.latency.p99))")
    } else {
      parts.insert(progress.phase.rawValue, at: 0)
    }
    if progress.connections != plan.connections { parts.append(connections) }
    if progress.failures > 0 { parts.append("\(HumanFormat.count(progress.failures)) failures") }
    return parts.joined(separator: "  ")
  }
}
