/// What figures are called.
extension FigureKey {
  /// Above a narrow column.
  var shortTitle: String {
    switch self {
    case .messagesPerSecond: "msg/s"
    case .goodputBytesPerSecond: "goodput/s"
    case .p50: "p50"
    case .p99: "p99"
    case .p999: "p99.9"
    case .max: "max"
    case .offeredPerSecond: "offered/s"
    case .errors: "errors"
    case .mismatches: "wrong"
    case .connections: "conns"
    case .acceptsPerSecond: "accepts/s"
    case .userCPU: "cpu user"
    case .systemCPU: "cpu sys"
    case .serverCPU: "cpu"
    case .voluntarySwitches: "sw vol"
    case .involuntarySwitches: "sw invol"
    case .pssBytes: "PSS"
    case .pssBytesPerConnection: "PSS/c"
    case .threads: "thr"
    case .processes: "proc"
    case .othersLost: "lost"
    case .recovery: "recovery"
    }
  }

  /// In a sentence, and above a wide column.
  var title: String {
    switch self {
    case .messagesPerSecond: "messages/s"
    case .goodputBytesPerSecond: "goodput"
    case .p50, .p99, .p999: shortTitle
    case .max: "largest"
    case .offeredPerSecond: "offered"
    case .errors: "errors"
    case .mismatches: "mismatches"
    case .connections: "connections"
    case .acceptsPerSecond: "accepts"
    case .userCPU: "CPU user"
    case .systemCPU: "CPU system"
    case .serverCPU: "CPU"
    case .voluntarySwitches: "switches voluntary"
    case .involuntarySwitches: "switches involuntary"
    case .pssBytes: "PSS"
    case .pssBytesPerConnection: "PSS per connection"
    case .threads: "threads"
    case .processes: "processes"
    case .othersLost: "others lost"
    case .recovery: "recovery"
    }
  }
}

extension EntryRecord {
  /// What there is to say about it, each without its name: why it has no figures, or why they are
  /// not judged.
  var remarks: [String] {
    var remarks: [String] = []
    if let skipped { remarks.append("was not measured: \(skipped)") }
    if let limit { remarks.append("reached its limit: \(limit)") }
    if let clientBound {
      remarks.append("is not judged, the client was the bottleneck: \(clientBound)")
    }
    return remarks
  }
}
