import CLinux
import Measurement
import TestSupport
import Testing

@testable import Compare

@Suite("Servers that misbehave once they run")
struct MisbehavingServerTests {
  @Test("one that dies in the middle is named with its signal and its last words")
  func dies() async throws {
    let server = try await ServerProcess.start(
      .shell("echo boiling over >&2; \(announce) while :; do sleep 1; done"))
    kill(server.pid, SIGSEGV)
    let ending = try #require(await server.waitForEnd())
    #expect(ending.cause == .signalled(SIGSEGV) && !ending.wasAsked && !ending.wasKilled)
    #expect(ending.lastErrorLines == ["boiling over"])
    #expect(
      server.failure?.description
        == "cannot run 'test': it was ended by SIGSEGV while it was in use, saying: boiling over")
    #expect(throws: try #require(server.failure)) { try server.sample() }
    // That somebody asks for the end afterwards does not make it an orderly one.
    #expect(await server.end(grace: .seconds(1)) == ending)
  }

  @Test("a flood on both streams is drained, and its last lines are kept")
  func floods() async throws {
    let server = try await ServerProcess.start(
      .shell(
        """
        head -c 3000000 /dev/zero >&2; yes 'many lines' | head -n 100000 >&2; echo the end >&2
        head -c 3000000 /dev/zero; echo; \(announce)
        yes 'and on'
        """))
    #expect(runs(server.pid))
    let ending = await server.end(grace: .zero)
    #expect(ending.lastErrorLines.count == 20)
    #expect(ending.lastErrorLines.suffix(2) == ["many lines", "the end"])
  }

  @Test("one that ignores SIGTERM is killed when the grace is over")
  func ignoresTermination() async throws {
    let mark = newMark()
    let server = try await ServerProcess.start(
      .shell("trap '' TERM; sleep \(mark) & \(announce) while :; do sleep \(mark); done"))
    let ending = await server.end(grace: .milliseconds(100))
    #expect(ending.cause == .signalled(SIGKILL) && ending.wasAsked && ending.wasKilled)
    #expect(processes(with: mark).isEmpty)
  }

  @Test("one that has something to finish is given the time")
  func finishes() async throws {
    let server = try await ServerProcess.start(
      .shell("trap 'echo bye >&2; exit 5' TERM; \(announce) while :; do sleep 0.01; done"))
    let ending = await server.end(grace: .seconds(300))
    #expect(ending.cause == .exited(5) && ending.wasAsked && !ending.wasKilled)
    #expect(ending.lastErrorLines == ["bye"])
  }

  @Test("a shorter grace counts while a longer one runs")
  func impatience() async throws {
    let server = try await ServerProcess.start(
      .shell("trap '' TERM; \(announce) while :; do sleep 0.01; done"))
    async let patient = server.end(grace: .seconds(1_000_000))
    let impatient = await server.end(grace: .zero)
    #expect(impatient.wasKilled)
    #expect(await patient == impatient)
  }

  @Test("daemons in sessions of their own end with their server")
  func daemons() async throws {
    let mark = newMark()
    let server = try await ServerProcess.start(.daemons(mark))
    #expect(processes(with: mark).count == 5)
    // The server, its child in a session, and the two whose parents have left them.
    let isWhole = await eventually { (try? server.sample([]).processes) == 4 }
    #expect(isWhole)
    let ending = await server.end(grace: .zero)
    #expect(ending.processesLeftBehind >= 3 && ending.survivors == 0)
    #expect(processes(with: mark).isEmpty)
  }

  @Test("one that flees from its number by forking ends with its server")
  func fleeing() async throws {
    let mark = newMark()
    // Not for ever, should it get away.
    let flight = "flee() { [ $1 -gt 0 ] && flee $(($1 - 1)) & }; flee 10000 & flee 10000 &"
    let server = try await ServerProcess.start(
      .announcing("/bin/sh", "-c", "\(flight) \(announce) while :; do sleep 1; done", mark))
    await server.end(grace: .zero)
    #expect(processes(with: mark).isEmpty)
  }

  @Test("zombies are counted, and buried")
  func zombies() async throws {
    let server = try await ServerProcess.start(
      .python("for i in range(5):\n  if os.fork() == 0: os._exit(0)"))
    let areThere = await eventually { (try? server.sample([]).zombies) == 5 }
    #expect(areThere)
    let sample = try server.sample()
    #expect(sample.processes == 1 && sample.residentBytes != nil && sample.openDescriptors != nil)
    let pids = try ProcessTree.read(below: server.pid).descendants.map(\.pid)
    #expect(pids.count == 5)
    let ending = await server.end(grace: .zero)
    #expect(ending.processesLeftBehind == 5)
    #expect(!pids.contains { access("/proc/\($0)", F_OK) == 0 })
  }
}
