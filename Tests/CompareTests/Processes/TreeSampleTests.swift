import CLinux
import Measurement
import TestSupport
import Testing

@testable import Compare

@Suite("Samples of a tree of processes")
struct TreeSampleTests {
  @Test("CPU time of children that have ended is in samples and in the ending")
  func endedChildren() async throws {
    let server = try await ServerProcess.start(
      .python(
        """
        for i in range(2):
          child = os.fork()
          if child == 0:
            burn()
            os._exit(0)
          os.waitpid(child, 0)
        """))
    let sample = try server.sample()
    #expect(sample.cpuNanoseconds >= 390_000_000 - 2 * 10_000_000)
    #expect(sample.userCPUSeconds + sample.systemCPUSeconds >= 0.35)
    #expect(!sample.losesEndedChildren)
    let ending = await server.end(grace: .zero)
    #expect(ending.userCPUSeconds + ending.systemCPUSeconds >= 0.39)
    #expect(ending.voluntarySwitches + ending.involuntarySwitches >= 2)
  }

  @Test("so is that of daemons that have ended")
  func endedDaemons() async throws {
    let server = try await ServerProcess.start(
      .python(
        """
        ready, told = os.pipe()
        middle = os.fork()
        if middle == 0:
          os.close(ready)
          if os.fork() == 0:
            os.setsid()
            burn()
          os._exit(0)
        os.waitpid(middle, 0)
        os.close(told)
        os.read(ready, 1)
        """))
    // The guardian takes it in a moment after its end.
    let isCounted = await eventually { (try? server.sample([]).cpuNanoseconds) ?? 0 >= 190_000_000 }
    #expect(isCounted)
    let ending = await server.end(grace: .zero)
    #expect(ending.userCPUSeconds + ending.systemCPUSeconds >= 0.19)
    #expect(ending.processesLeftBehind == 1)
  }

  @Test("a server that ignores SIGCHLD is found out: its children's time is lost")
  func ignoredChildren() async throws {
    let server = try await ServerProcess.start(
      .python("signal.signal(signal.SIGCHLD, signal.SIG_IGN)"))
    #expect(try server.sample([]).losesEndedChildren)
    await server.end(grace: .zero)
  }

  /// Rounded down to ticks, as in `/proc/PID/stat`, the time of each would be nothing.
  @Test("the little time of many processes adds up")
  func manySmall() async throws {
    let server = try await ServerProcess.start(
      .python(
        """
        for i in range(50):
          if os.fork() == 0:
            end = time.process_time() + 0.005
            while time.process_time() < end: pass
            while True: signal.pause()
        """))
    let isCounted = await eventually {
      guard let sample = try? server.sample([]) else { return false }
      return sample.userCPUSeconds + sample.systemCPUSeconds >= 0.25
    }
    #expect(isCounted)
    await server.end(grace: .zero)
  }

  @Test("parts that are not asked for are missing")
  func parts() async throws {
    let server = try await ServerProcess.start(.python(""))
    let little = try server.sample([])
    #expect(little.voluntarySwitches == nil && little.involuntarySwitches == nil)
    #expect(little.proportionalBytes == nil && little.residentBytes == nil)
    #expect(little.openDescriptors == nil)
    #expect(little.processes == 1 && little.threads == 1 && little.cpuNanoseconds > 0)
    let memory = try server.sample(.memory)
    #expect(memory.residentBytes ?? 0 > 1 << 20 && memory.voluntarySwitches == nil)
    if let proportional = memory.proportionalBytes, let resident = memory.residentBytes {
      #expect(proportional > 0 && proportional <= resident)
    }
    let all = try server.sample()
    #expect(all.openDescriptors == 3 && all.voluntarySwitches ?? 0 > 0)
    await server.end(grace: .zero)
  }

  @Test("shared memory of a forking server counts once in PSS")
  func proportional() async throws {
    let server = try await ServerProcess.start(
      .python(
        """
        block = b"x" * (1 << 26)
        for i in range(3):
          if os.fork() == 0:
            while True: signal.pause()
        """))
    let sample = try server.sample(.memory)
    #expect(sample.processes == 4)
    let resident = try #require(sample.residentBytes)
    let proportional = try #require(sample.proportionalBytes)
    #expect(resident >= 4 << 26)
    #expect(proportional >= 1 << 26 && proportional < 2 << 26)
    await server.end(grace: .zero)
  }

  @Test("the whole tree runs on the cores that it is given, and on no other")
  func cores() async throws {
    let core = try #require(CoreAffinity.current.last)
    var launch = ServerLaunch.daemons(newMark())
    launch.cores = [core]
    let server = try await ServerProcess.start(launch)
    let pids = [server.pid] + (try ProcessTree.read(below: server.pid).descendants.map(\.pid))
    #expect(pids.count >= 2)
    for pid in pids {
      let status = try ProcFile.read("/proc/\(pid)/status")
      #expect(status.contains("Cpus_allowed_list:\t\(core)\n"))
    }
    await server.end(grace: .zero)
  }

  @Test("no cores named are all that the caller has")
  func anyCores() async throws {
    var launch = ServerLaunch.python("")
    launch.cores = []
    let server = try await ServerProcess.start(launch)
    await server.end(grace: .zero)
  }

  @Test("a difference has what was used up, and by how much the rest has grown")
  func difference() {
    var earlier = TreeSample(instant: 100)
    earlier.cpuNanoseconds = 50
    earlier.sampledUser = 30
    earlier.sampledSystem = 10
    earlier.voluntarySwitches = 7
    earlier.proportionalBytes = 1000
    earlier.threads = 5
    var later = TreeSample(instant: 350)
    later.cpuNanoseconds = 80
    later.sampledUser = 30
    later.sampledSystem = 25
    later.voluntarySwitches = 10
    later.proportionalBytes = 400
    later.residentBytes = 1
    later.threads = 9
    later.losesEndedChildren = true
    let cost = later - earlier
    #expect(cost.instant == 250 && cost.cpuNanoseconds == 30)
    #expect(cost.userCPUSeconds == 0 && cost.systemCPUSeconds == 30e-9)
    #expect(earlier.userCPUSeconds == 50e-9 * 0.75)
    #expect(cost.voluntarySwitches == 3 && cost.involuntarySwitches == nil)
    #expect(cost.proportionalBytes == -600 && cost.residentBytes == nil && cost.threads == 4)
    #expect(cost.losesEndedChildren)
  }
}
