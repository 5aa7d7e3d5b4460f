import CLinux
import Foundation
import Measurement

/// A process as `/proc` shows it (`proc(5)`).
struct ProcessView: Hashable, Sendable {
  let pid: pid_t

  /// What stands behind its name in `stat`: state, parent, and the rest.
  private var fields: [Substring] {
    guard let text = try? ProcFile.read("/proc/\(pid)/stat"),
      let end = text.range(of: ") ", options: .backwards)
    else { return [] }
    return text[end.upperBound...].split(separator: " ")
  }

  /// Whether it has ended and nobody has asked how.
  var isZombie: Bool { fields.first == "Z" }

  /// Whether it is there, and no zombie.
  var isAlive: Bool {
    guard let state = fields.first else { return false }
    return state != "Z" && state != "X"
  }

  /// The process that it is a child of; 0 if it is not there.
  var parent: pid_t {
    let fields = self.fields
    return fields.count > 1 ? pid_t(fields[1]) ?? 0 : 0
  }

  /// When it started, in ticks since the machine did: with the number, which process it is.
  var start: String {
    let fields = self.fields
    return fields.count > 19 ? String(fields[19]) : ""
  }

  /// User and system time so far, in clock ticks.
  var ticks: Int {
    let fields = self.fields
    guard fields.count > 12 else { return 0 }
    return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
  }

  /// The processes that its threads have forked and that are still there, zombies included.
  private var children: [ProcessView] {
    entries("task").flatMap { task in
      let path = "/proc/\(pid)/task/\(task)/children"
      let list = (try? ProcFile.read(path)) ?? ""
      return list.split(separator: " ").compactMap { pid_t($0) }.map { ProcessView(pid: $0) }
    }
  }

  /// Its children, and theirs.
  var descendants: Set<ProcessView> {
    let children = self.children
    return children.reduce(into: Set(children)) { $0.formUnion($1.descendants) }
  }

  /// It and its descendants.
  var family: Set<ProcessView> { descendants.union([self]) }

  var threads: Int { entries("task").count }

  /// Where each of its descriptors leads, as `readlink` has it: a path, `socket:[INODE]`.
  var descriptors: [Int: String] {
    var targets: [Int: String] = [:]
    for name in entries("fd") {
      let path = "/proc/\(pid)/fd/\(name)"
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        continue
      }
      targets[Int(name) ?? -1] = target
    }
    return targets
  }

  /// Its sockets, as `socket:[INODE]`, but for those that its standard streams are.
  var sockets: Set<String> {
    let open = descriptors
    let streams = Set(open.filter { $0.key <= 2 }.values)
    return Set(open.values.filter { $0.hasPrefix("socket:") }).subtracting(streams)
  }

  /// The most memory it has had resident, in bytes.
  var peakMemory: Int { (status("VmHWM").flatMap { Int($0) } ?? 0) << 10 }

  /// The signals it catches, of those that POSIX names.
  var caughtSignals: Set<Int32> { signals("SigCgt") }

  /// The signals it ignores, of those that POSIX names: others are the C library's own.
  var ignoredSignals: Set<Int32> { signals("SigIgn") }

  /// The files of shared memory it has mapped that have a name in `/dev/shm`.
  var sharedMemoryFiles: Set<String> {
    let maps = (try? ProcFile.read("/proc/\(pid)/maps")) ?? ""
    return Set(
      maps.split(separator: "\n").compactMap { line in
        guard let start = line.range(of: "/dev/shm/") else { return nil }
        let path = String(line[start.lowerBound...])
        return path.hasSuffix("(deleted)") ? nil : path
      })
  }

  private func entries(_ folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/\(folder)")) ?? []
  }

  private func status(_ name: String) -> String? {
    let text = (try? ProcFile.read("/proc/\(pid)/status")) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.map { String($0) }
  }

  private func signals(_ name: String) -> Set<Int32> {
    let mask = status(name).flatMap { UInt64($0, radix: 16) } ?? 0
    return Set((1...31).filter { mask >> (UInt64($0) - 1) & 1 == 1 })
  }
}
