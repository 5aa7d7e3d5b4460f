internal import CLinux
internal import Measurement
internal import Sockets

/// What a server's whole tree of processes has used up so far, and what it holds now.
///
/// Not a snapshot: processes are read one after the other. CPU time holds processes that have ended
/// and been waited for (by a process of the tree, or by the guardian, which gets those that were left
/// behind); one that is waited for while the sample is being taken may be missing. The difference of
/// two samples is what a stretch of work cost. Source: proc(5).
public struct TreeSample: Sendable, Equatable {
  /// What is sampled besides CPU time, processes and threads, each for a price.
  public struct Parts: OptionSet, Sendable {
    /// The set's bits.
    public let rawValue: Int
    /// A set by its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Context switches: some 50 µs for each thread, so half a second for ten thousand.
    public static let switches = Parts(rawValue: 1)
    /// Memory: the kernel walks the page tables, which takes near 1 ms for each process, so seconds
    /// for thousands, and holds up page faults of that process meanwhile.
    public static let memory = Parts(rawValue: 2)
    /// Open descriptors: some 50 µs for each process, and more for thousands of descriptors.
    public static let descriptors = Parts(rawValue: 4)
    /// All of them.
    public static let all: Parts = [.switches, .memory, .descriptors]
  }

  /// When it was taken, in nanoseconds of the monotonic clock; of a difference, how long it spans.
  public var instant: UInt64
  /// CPU time in all, in nanoseconds: exact for processes that are there, in steps of a clock tick
  /// (10 ms) for what each has waited for.
  public var cpuNanoseconds = 0
  /// What the kernel's timer found it in user mode for, in nanoseconds; only the share counts.
  var sampledUser = 0
  /// The same for the kernel.
  var sampledSystem = 0
  /// How often threads gave up the CPU to wait; `nil` if not sampled.
  ///
  /// Only of threads that are there: where connections end and take threads or processes with them,
  /// use ``ServerEnding/voluntarySwitches`` instead.
  public var voluntarySwitches: Int?
  /// How often threads were taken off the CPU; as ``voluntarySwitches``.
  public var involuntarySwitches: Int?
  /// Resident memory with each shared page divided by its users (PSS), in bytes; `nil` if not
  /// sampled, or if one of the processes does not let it be read.
  public var proportionalBytes: Int?
  /// Resident memory (RSS), in bytes: pages that processes share count for each; `nil` as above.
  public var residentBytes: Int?
  /// Threads, of all processes.
  public var threads = 0
  /// Processes that have not ended.
  public var processes = 0
  /// Processes that have ended and were not waited for.
  public var zombies = 0
  /// Open descriptors of all processes; `nil` if not sampled, or not readable.
  public var openDescriptors: Int?
  /// Whether a process that has children ignores SIGCHLD, or the server itself does.
  ///
  /// Then nobody waits for children that end, and their CPU time is in no figure at all: the kernel
  /// adds it to the parent's only when that waits (wait(2)). A parent that asks for the same by
  /// `SA_NOCLDWAIT` cannot be told from others.
  public var losesEndedChildren = false

  /// CPU time in user mode, in seconds.
  ///
  /// The sum is exact, its split is the timer's, which looks some 100 to 1000 times a second where
  /// each core is: after a tenth of a second of CPU time to within some percent. Where no look fell
  /// into it, all is called the kernel's.
  public var userCPUSeconds: Double {
    let sampled = sampledUser + sampledSystem
    return sampled > 0 ? Double(cpuNanoseconds) / 1e9 * Double(sampledUser) / Double(sampled) : 0
  }

  /// CPU time in the kernel on their behalf, in seconds: the rest.
  public var systemCPUSeconds: Double { Double(cpuNanoseconds) / 1e9 - userCPUSeconds }

  /// What was used up from one sample to the next, and by how much that which is held has grown.
  public static func - (later: TreeSample, earlier: TreeSample) -> TreeSample {
    var difference = TreeSample(instant: later.instant &- earlier.instant)
    // Time does not run backwards: where it seems to, a process was missing.
    difference.cpuNanoseconds = max(0, later.cpuNanoseconds - earlier.cpuNanoseconds)
    difference.sampledUser = max(0, later.sampledUser - earlier.sampledUser)
    difference.sampledSystem = max(0, later.sampledSystem - earlier.sampledSystem)
    difference.voluntarySwitches = growth(later, earlier, \.voluntarySwitches).map { max(0, $0) }
    difference.involuntarySwitches =
      growth(later, earlier, \.involuntarySwitches).map { max(0, $0) }
    difference.proportionalBytes = growth(later, earlier, \.proportionalBytes)
    difference.residentBytes = growth(later, earlier, \.residentBytes)
    difference.openDescriptors = growth(later, earlier, \.openDescriptors)
    difference.threads = later.threads - earlier.threads
    difference.processes = later.processes - earlier.processes
    difference.zombies = later.zombies - earlier.zombies
    difference.losesEndedChildren = later.losesEndedChildren || earlier.losesEndedChildren
    return difference
  }

  private static func growth(
    _ later: TreeSample, _ earlier: TreeSample, _ part: KeyPath<TreeSample, Int?>
  ) -> Int? {
    guard let later = later[keyPath: part], let earlier = earlier[keyPath: part] else { return nil }
    return later - earlier
  }
}
