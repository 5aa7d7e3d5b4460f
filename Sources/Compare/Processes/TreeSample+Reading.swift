internal import CLinux
internal import Measurement
internal import Sockets

extension TreeSample {
  /// Reads everything below a guardian.
  ///
  /// - Returns: `nil` if no process of the server is left.
  static func read(
    below guardian: Int32, _ parts: Parts
  ) throws(ProcessStatisticsError) -> TreeSample? {
    var sample = TreeSample(instant: MonotonicClock.nanoseconds)
    let tree = try ProcessTree.read(below: guardian)
    guard let root = tree.root, tree.descendants.contains(where: { !$0.isZombie }) else {
      return nil
    }
    // Those that were left behind and have ended: the guardian's own time is not the server's.
    sample.addEnded(root.stat)
    if parts.contains(.switches) {
      sample.voluntarySwitches = 0
      sample.involuntarySwitches = 0
    }
    if parts.contains(.memory) {
      sample.proportionalBytes = 0
      sample.residentBytes = 0
    }
    if parts.contains(.descriptors) { sample.openDescriptors = 0 }
    for process in tree.descendants { sample.add(process, parts) }
    sample.losesEndedChildren = ignoresChildren(tree)
    return sample
  }

  private mutating func add(_ process: ProcessTree.Member, _ parts: Parts) {
    let stat = process.stat
    addEnded(stat)
    addOwn(process)
    guard !process.isZombie else {
      zombies += 1
      return
    }
    processes += 1
    threads += stat.threads
    let folder = "/proc/\(process.pid)"
    if parts.contains(.switches) { addSwitches(folder) }
    if parts.contains(.memory) { addMemory(folder, stat) }
    if parts.contains(.descriptors), let open = openDescriptors {
      do throws(ProcessStatisticsError) {
        openDescriptors = open + (try ProcFile.list(folder + "/fd").count)
      } catch {
        if !error.isProcessGone { openDescriptors = nil }
      }
    }
  }

  /// What it has used up itself; of one that has ended meanwhile, what was known before.
  private mutating func addOwn(_ process: ProcessTree.Member) {
    let stat = process.stat
    if let own = try? ProcessStatistics.cpuNanoseconds(pid: process.pid),
      let sampled = try? ProcessStatistics.sampledNanoseconds(pid: process.pid)
    {
      cpuNanoseconds += Int(own)
      sampledUser += Int(sampled.user)
      sampledSystem += Int(sampled.system)
    } else {
      addTicks(user: stat.userTicks, system: stat.systemTicks)
    }
  }

  /// What those that it has waited for had used up.
  private mutating func addEnded(_ stat: ProcStat) {
    addTicks(user: stat.endedUserTicks, system: stat.endedSystemTicks)
  }

  private mutating func addTicks(user: UInt64, system: UInt64) {
    let (user, system) = (Self.nanoseconds(user), Self.nanoseconds(system))
    cpuNanoseconds += user + system
    sampledUser += user
    sampledSystem += system
  }

  private mutating func addSwitches(_ folder: String) {
    // A process that is gone has none any more.
    guard let voluntary = voluntarySwitches, let involuntary = involuntarySwitches,
      let switches = try? ProcessStatistics.contextSwitches(folder)
    else { return }
    voluntarySwitches = voluntary + Int(clamping: switches.voluntary)
    involuntarySwitches = involuntary + Int(clamping: switches.involuntary)
  }

  private mutating func addMemory(_ folder: String, _ stat: ProcStat) {
    do throws(ProcessStatisticsError) {
      let memory = try ProcessStatistics.memory(folder, residentPages: stat.residentPages)
      residentBytes = residentBytes.map { $0 + Int(clamping: memory.resident) }
      if let whole = proportionalBytes, let part = memory.proportional {
        proportionalBytes = whole + Int(clamping: part)
      } else {
        proportionalBytes = nil
      }
    } catch {
      // One that has just ended has no memory, and an empty file; another user's does not tell.
      guard !error.isProcessGone, error.reason != .malformed else { return }
      residentBytes = nil
      proportionalBytes = nil
    }
  }

  private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

  private static func nanoseconds(_ ticks: UInt64) -> Int {
    Int(Double(ticks) / ticksPerSecond * 1e9)
  }

  /// Looks at the server itself and at those that have children now, but at no more than a hundred.
  private static func ignoresChildren(_ tree: ProcessTree) -> Bool {
    let parents = Set(tree.descendants.map { $0.stat.parent })
    let candidates = tree.descendants.enumerated().filter { $0 == 0 || parents.contains($1.pid) }
    return candidates.prefix(100).contains { _, process in
      guard let text = try? ProcFile.read("/proc/\(process.pid)/status"),
        let ignored = ProcKeys.mask("SigIgn", in: text)
      else { return false }
      return ignored >> UInt64(SIGCHLD - 1) & 1 == 1
    }
  }
}

extension ProcessStatisticsError {
  /// Whether the process has ended since it was listed.
  var isProcessGone: Bool {
    reason == .failed(errno: ENOENT) || reason == .failed(errno: ESRCH)
  }
}
