import EchoServers
import Measurement
import Reactor
import Reports

/// What a server says when it has ended.
struct ServeReport: Encodable {
  private let model: String
  private let drained: Int
  private let cut: Int
  private let accepted: Int
  private let failed: Int
  private let idleTimeouts: Int
  private let writeStalls: Int
  private let badFrames: Int
  private let failedTransforms: Int
  private let acceptPauses: Int
  private let bytesReceived: Int
  private let bytesSent: Int
  private let workerJobs: Int
  private let crashes: Int

  private enum CodingKeys: String, CodingKey {
    case model, drained, cut, accepted, failed, crashes
    case idleTimeouts = "idle_timeouts"
    case writeStalls = "write_stalls"
    case badFrames = "bad_frames"
    case failedTransforms = "failed_transforms"
    case acceptPauses = "accept_pauses"
    case bytesReceived = "received_bytes"
    case bytesSent = "sent_bytes"
    case workerJobs = "worker_jobs"
  }

  init(_ report: DrainReport, _ statistics: EchoStatistics, model: String) {
    let connections = statistics.connections
    self.model = model
    drained = report.drained
    cut = report.cut
    accepted = connections.accepted
    failed = connections.failed
    idleTimeouts = connections.idleTimeouts
    writeStalls = connections.stalled
    badFrames = statistics.badFrames
    failedTransforms = statistics.failedTransforms
    acceptPauses = connections.acceptPauses
    bytesReceived = connections.bytesReceived
    bytesSent = connections.bytesSent
    workerJobs = statistics.workers.done
    crashes = statistics.crashes
  }

  /// The same for people: what is always of interest, and of the troubles those that there were.
  static func table(_ statistics: EchoStatistics) -> String {
    let connections = statistics.connections
    var table = TextTable([.left, .right])
    table.add("connections accepted", HumanFormat.count(connections.accepted))
    table.add("connections open", HumanFormat.count(connections.active))
    table.add("bytes received", HumanFormat.count(connections.bytesReceived))
    table.add("bytes sent", HumanFormat.count(connections.bytesSent))
    for (name, count) in [
      ("frames worked on by the pool", statistics.workers.done),
      ("connections that broke", connections.failed),
      ("connections idle for too long", connections.idleTimeouts),
      ("peers that stopped reading", connections.stalled),
      ("connections cut", connections.aborted),
      ("processes that were killed", statistics.crashes),
      ("bad frames", statistics.badFrames),
      ("failed transforms", statistics.failedTransforms),
      ("pauses for want of descriptors", connections.acceptPauses),
    ] where count > 0 { table.add(name, HumanFormat.count(count)) }
    return table.text
  }
}
