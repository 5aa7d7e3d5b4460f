/// A figure of one contestant in one run: its key in JSON, and what it is.
///
/// Those of the client and those of the server stand side by side. "Per message" is per reply that
/// was counted.
public enum FigureKey: String, Sendable, CaseIterable {
  /// Replies per second.
  case messagesPerSecond = "messages_per_second"
  /// Payload bytes that came back per second, in bytes.
  case goodputBytesPerSecond = "goodput_bytes_per_second"
  /// The median latency in microseconds, corrected for coordinated omission, as are the next three.
  case p50 = "p50_us"
  /// The 99th percentile.
  case p99 = "p99_us"
  /// The 99.9th percentile.
  case p999 = "p99_9_us"
  /// The largest.
  case max = "max_us"
  /// Messages that were due per second; only of an open loop.
  case offeredPerSecond = "offered_per_second"
  /// What went wrong, mismatches not counted.
  case errors = "errors"
  /// Connections on which a reply was wrong.
  case mismatches = "mismatches"
  /// Connections that were open.
  case connections = "connections"
  /// Connections that the server accepted per second.
  case acceptsPerSecond = "accepts_per_second"
  /// CPU time of the server in its own code, in microseconds per message.
  case userCPU = "user_cpu_us_per_message"
  /// CPU time that the kernel spent for the server, in microseconds per message.
  case systemCPU = "system_cpu_us_per_message"
  /// CPU time of the server in all, in microseconds per message.
  case serverCPU = "cpu_us_per_message"
  /// Context switches because a thread waited, per message.
  case voluntarySwitches = "voluntary_switches_per_message"
  /// Context switches because a thread's time was up, per message.
  case involuntarySwitches = "involuntary_switches_per_message"
  /// Memory of all processes of the server in bytes: the proportional set size of proc(5), which
  /// counts a page that several share once.
  case pssBytes = "pss_bytes"
  /// The growth of ``pssBytes`` with the connections, per connection.
  case pssBytesPerConnection = "pss_bytes_per_connection"
  /// Threads of all processes of the server.
  case threads = "threads"
  /// Processes of the server.
  case processes = "processes"
  /// Healthy connections that a fault elsewhere cost.
  case othersLost = "others_lost"
  /// From a fault, or the end of an overload, to service as before, in milliseconds.
  case recovery = "recovery_ms"
}

extension FigureKey: Codable {}

extension FigureKey {
  /// What a figure is measured in.
  public enum Unit: Sendable {
    /// Something per second.
    case perSecond
    /// Bytes per second.
    case bytesPerSecond
    /// A time, in microseconds.
    case microseconds
    /// A time, in milliseconds.
    case milliseconds
    /// Bytes.
    case bytes
    /// Things.
    case count
    /// Things per message.
    case perMessage
  }

  /// What it is measured in.
  public var unit: Unit {
    switch self {
    case .messagesPerSecond, .offeredPerSecond, .acceptsPerSecond: .perSecond
    case .goodputBytesPerSecond: .bytesPerSecond
    case .p50, .p99, .p999, .max, .userCPU, .systemCPU, .serverCPU: .microseconds
    case .recovery: .milliseconds
    case .pssBytes, .pssBytesPerConnection: .bytes
    case .errors, .mismatches, .connections, .threads, .processes, .othersLost: .count
    case .voluntarySwitches, .involuntarySwitches: .perMessage
    }
  }
}
