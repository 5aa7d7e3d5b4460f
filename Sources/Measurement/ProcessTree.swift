/// A process and all that descend from it, as the kernel lists them at about one moment.
///
/// One pass over /proc: some 20 µs for each process of the machine, however many threads they have.
/// (The kernel's own lists of children are kept per thread: a server with ten thousand threads would
/// have to be asked ten thousand times.) Source: proc_pid_stat(5).
package struct ProcessTree: Sendable {
  /// One process of it.
  package struct Member: Sendable, Equatable {
    /// Its number.
    package let pid: Int32
    /// What the kernel says of it.
    package let stat: ProcStat

    /// Whether it has ended, and its parent has not waited for it.
    package var isZombie: Bool { stat.state == UInt8(ascii: "Z") }
  }

  /// The process itself; `nil`: it is gone.
  package let root: Member?
  /// The others, parents before their children.
  package let descendants: [Member]

  /// Reads the tree below a process.
  ///
  /// - Parameter root: its number.
  /// - Throws: ``ProcessStatisticsError`` where /proc itself cannot be read; a process that ends
  ///   between being listed and being read is no error, and no member.
  package static func read(below root: Int32) throws(ProcessStatisticsError) -> ProcessTree {
    var processes: [Int32: Member] = [:]
    for name in try ProcFile.list("/proc") {
      guard let pid = Int32(name), let member = member(pid) else { continue }
      processes[pid] = member
    }
    // A parent that ended between the reading of its child's line and of its own has left the child
    // to somebody else: ask again whose it is.
    for (pid, process) in processes {
      let parent = process.stat.parent
      if parent != 0, processes[parent] == nil { processes[pid] = member(pid) }
    }
    return ProcessTree(root: processes[root], descendants: below(root, in: processes))
  }

  private static func member(_ pid: Int32) -> Member? {
    guard let text = try? ProcFile.read("/proc/\(pid)/stat"), let stat = ProcStat(text) else {
      return nil
    }
    return Member(pid: pid, stat: stat)
  }

  /// Breadth first.
  static func below(_ root: Int32, in processes: [Int32: Member]) -> [Member] {
    var children: [Int32: [Member]] = [:]
    for process in processes.values { children[process.stat.parent, default: []].append(process) }
    var found = children[root] ?? []
    var next = 0
    // A number that is used anew while this is read can close a circle; each is taken once.
    var seen: Set<Int32> = [root]
    found.removeAll { !seen.insert($0.pid).inserted }
    while next < found.count {
      for child in children[found[next].pid] ?? [] where seen.insert(child.pid).inserted {
        found.append(child)
      }
      next += 1
    }
    return found
  }
}
