import CLinux
import Foundation
import Measurement
import Sockets
import TestSupport
import Testing

/// What a server could leave behind: processes, segments and files of shared memory.
final class ServerTraces: Sendable {
  private struct State {
    /// With the time of their start: numbers come again.
    var processes: [ProcessView: String] = [:]
    var files: Set<String> = []
  }

  private let state = Locked(State())

  /// Takes note of what is there.
  func look(at process: ProcessView) {
    let family = process.family
    let files = family.reduce(into: Set<String>()) { $0.formUnion($1.sharedMemoryFiles) }
    state.withLock { state in
      for process in family { state.processes[process] = process.start }
      state.files.formUnion(files)
    }
  }

  /// Waits until none of the processes is there, and looks for the rest.
  func expectNone() async {
    let (processes, files) = state.withLock { ($0.processes, $0.files) }
    func left() -> [ProcessView] {
      processes.filter { $0.key.isAlive && $0.key.start == $0.value }.map(\.key)
    }
    let areGone = await eventually { left().isEmpty }
    #expect(areGone, "left behind: \(left())")
    for file in files { #expect(access(file, F_OK) != 0, "\(file) was left behind") }
    let makers = Set(Self.segments().map(\.maker))
    #expect(makers.isDisjoint(with: processes.keys), "a segment of shared memory was left behind")
  }

  /// The segments of System V there are, by who made them (`sysvipc(7)`).
  private static func segments() -> [(id: Int, maker: ProcessView)] {
    let text = (try? ProcFile.read("/proc/sysvipc/shm")) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 4, let id = Int(fields[1]), let pid = pid_t(fields[4]) else {
        return nil
      }
      return (id, ProcessView(pid: pid))
    }
  }
}
