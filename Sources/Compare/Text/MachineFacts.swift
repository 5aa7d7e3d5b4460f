internal import Measurement
internal import Reports

/// Where and when a comparison was made, in sentences that text and page share.
struct MachineFacts {
  private let record: ComparisonRecord

  init(_ record: ComparisonRecord) { self.record = record }

  /// `Example CPU 3.0 GHz, x86_64, 2 cores, 8 GiB of memory, Linux 6.1.0-18-amd64`.
  var machine: String {
    let machine = record.environment
    var parts = machine.cpuModel.isEmpty ? [] : [machine.cpuModel]
    parts += [machine.architecture, plural(machine.cores, "core")]
    if machine.allowedCores < machine.cores { parts.append("\(machine.allowedCores) allowed") }
    if let quota = machine.quotaCores {
      parts.append("a control group leaves it \(trimmed(quota, 2)) of them")
    }
    let gibibytes = Double(machine.memoryBytes) / 1_073_741_824
    parts += ["\(trimmed(gibibytes, 1)) GiB of memory", "Linux \(machine.kernel)"]
    return parts.joined(separator: ", ")
  }

  /// `server on core 0, client on core 1`.
  var cores: String {
    func place(_ cores: [Int]) -> String {
      guard !cores.isEmpty else { return "on any core" }
      let names = cores.prefix(16).map(String.init).joined(separator: ", ")
      return (cores.count == 1 ? "on core " : "on cores ") + names + (cores.count > 16 ? ", …" : "")
    }
    return "server \(place(record.serverCores)), client \(place(record.clientCores))"
  }

  /// `2026-02-03 04:04:05 UTC, took 8:54 min, swiftlet 0.4.0`.
  var when: String {
    let time = record.startedAt
    let took = ChartUnit.seconds.reading(record.elapsedSeconds.rounded())
    return "\(time.prefix(10)) \(time.dropFirst(11).prefix(8)) UTC, took \(took), "
      + "swiftlet \(record.version)"
  }
}
