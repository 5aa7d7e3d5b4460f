package import Measurement

/// A machine as the rows of a page's list of facts.
package enum HTMLMachine {
  /// Names and values, each figure with its way in a record whose machine is `environment`.
  package static func facts(_ machine: MachineFingerprint) -> [(String, Markup)] {
    let memory = Double(machine.memoryBytes)
    var facts: [(String, Markup)] = [
      ("Processor", machine.cpuModel.isEmpty ? "unknown" : "\(machine.cpuModel)"),
      ("Architecture", "\(machine.architecture)"),
      ("Cores", HTMLFigure.count("environment.cores", machine.cores)),
      ("Cores allowed", HTMLFigure.count("environment.allowed_cores", machine.allowedCores)),
    ]
    if let quota = machine.quotaCores {
      let text = "\(trimmed(quota, 2)) cores"
      facts.append(("CPU quota", HTMLFigure.data("environment.quota_cores", quota, text)))
    }
    return facts + [
      ("Memory", HTMLFigure.data("environment.memory_bytes", memory, HTMLFigure.memory(memory))),
      ("Kernel", "\(machine.kernel)"),
    ]
  }
}
