internal import Measurement

/// Which cores the server gets and which the client, so that neither takes the other's time.
public struct CorePlan: Sendable, Equatable {
  /// The server's cores; `nil`: those of everybody.
  public let server: [Int]?
  /// The client's cores, none of them the server's; `nil`: those of everybody.
  public let client: [Int]?
  /// What a reader of the figures must know of it; `nil`: nothing.
  public let note: String?

  /// The plan for the cores that the calling thread may use now.
  ///
  /// To be made before anything is pinned.
  public static func current() -> CorePlan {
    CorePlan(allowed: CoreAffinity.current, siblings: siblings(of:))
  }

  /// The plan for some cores.
  ///
  /// Hardware threads of one core share its units, so they stay on one side where there are enough
  /// cores. An odd one is the client's: it must not be what limits.
  ///
  /// - Parameters:
  ///   - allowed: the cores to be dealt out, hardware threads counted each.
  ///   - siblings: the hardware threads of the same core, if that is known.
  init(allowed: [Int], siblings: (Int) -> [Int]?) {
    guard allowed.count > 1 else {
      self.init(
        server: nil, client: nil,
        note: "one core only: server and client share it, and each figure includes both")
      return
    }
    let cores = Self.cores(allowed, siblings)
    if cores.count > 1, allowed.count > 3 || cores.count == allowed.count {
      let half = allowed.count > 3 ? cores.count / 2 : 1
      self.init(
        server: cores[..<half].flatMap { $0 }.sorted(),
        client: cores[half...].flatMap { $0 }.sorted(), note: nil)
      return
    }
    let half = allowed.count > 3 ? allowed.count / 2 : 1
    self.init(
      server: Array(allowed[..<half]), client: Array(allowed[half...]),
      note: "server and client run on hardware threads of the same core, and slow each other down")
  }

  private init(server: [Int]?, client: [Int]?, note: String?) {
    self.server = server
    self.client = client
    self.note = note
  }

  /// Puts the calling thread, and the threads that it will start, on the client's cores.
  ///
  /// The threads of a load take over where the thread that starts it may run.
  ///
  /// - Returns: whether it is there; `false` where the kernel refused. Without cores of its own the
  ///   client stays where it is.
  @discardableResult
  public func pinCurrentThreadToClient() -> Bool {
    client.map { CoreAffinity.set($0) == nil } ?? true
  }

  /// The hardware threads that are allowed, those of a core together.
  private static func cores(_ allowed: [Int], _ siblings: (Int) -> [Int]?) -> [[Int]] {
    var left = allowed
    var cores: [[Int]] = []
    while let first = left.first {
      let same = siblings(first) ?? []
      cores.append(left.filter { $0 == first || same.contains($0) })
      left.removeAll { $0 == first || same.contains($0) }
    }
    return cores
  }

  private static func siblings(of core: Int) -> [Int]? {
    let path = "/sys/devices/system/cpu/cpu\(core)/topology/thread_siblings_list"
    return (try? ProcFile.read(path)).flatMap(list)
  }

  /// The numbers in a list of the kernel's, `0-3,8`; `nil` for what is none.
  static func list(_ text: String) -> [Int]? {
    var numbers: [Int] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == "\n" }) {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = bounds[0], bounds.count < 3, let last = bounds[bounds.count - 1],
        first >= 0, last >= first, last < 65_536
      else { return nil }
      numbers += first...last
    }
    return numbers
  }
}
