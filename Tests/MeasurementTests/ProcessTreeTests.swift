import CLinux
import Testing

@testable import Measurement

@Suite("Trees of processes")
struct ProcessTreeTests {
  private static func member(_ pid: Int32, below parent: Int32) throws -> ProcessTree.Member {
    let text = "\(pid) (x) S \(parent) 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 99 1000000 321"
    return ProcessTree.Member(pid: pid, stat: try #require(ProcStat(text)))
  }

  @Test("parents come before their children, strangers not at all")
  func order() throws {
    var processes: [Int32: ProcessTree.Member] = [:]
    for (pid, parent) in [(10, 1), (11, 10), (12, 10), (5, 11), (3, 5), (20, 1), (21, 20)]
      as [(Int32, Int32)]
    { processes[pid] = try Self.member(pid, below: parent) }
    let pids = ProcessTree.below(10, in: processes).map(\.pid)
    #expect(Set(pids.prefix(2)) == [11, 12])
    #expect(Array(pids.dropFirst(2)) == [5, 3])
    #expect(ProcessTree.below(3, in: processes).isEmpty)
    #expect(ProcessTree.below(99, in: processes).isEmpty)
  }

  @Test("numbers that were used anew and close a circle end the walk")
  func circle() throws {
    let processes: [Int32: ProcessTree.Member] = [
      1: try Self.member(1, below: 2), 2: try Self.member(2, below: 1),
      3: try Self.member(3, below: 3),
    ]
    #expect(ProcessTree.below(1, in: processes).map(\.pid) == [2])
    #expect(ProcessTree.below(3, in: processes).isEmpty)
  }

  @Test("this process is one of its parent's")
  func real() throws {
    let tree = try ProcessTree.read(below: getppid())
    #expect(tree.root?.pid == getppid())
    let own = try #require(tree.descendants.first { $0.pid == getpid() })
    #expect(own.stat.parent == getppid() && !own.isZombie)
    #expect(try ProcessTree.read(below: 5_000_000).root == nil)
  }
}
