import CLinux
import Glibc
import Measurement
import TestSupport
import Testing

@testable import Compare

@Suite("Nothing outlives the one that started it")
struct OutlivingTests {
  @Test("a process killed with SIGKILL leaves no process of its servers, daemons included")
  func killed() async {
    let mark = newMark()
    await #expect(processExitsWith: .signal(SIGKILL)) { [mark = mark as String] in
      let first = try await ServerProcess.start(.daemons(mark))
      let second = try await ServerProcess.start(.daemons(mark))
      guard processes(with: mark).count == 10 else { exit(1) }
      kill(getpid(), SIGKILL)
      await first.end(grace: .zero)
      await second.end(grace: .zero)
    }
    let areGone = await eventually { processes(with: mark).isEmpty }
    #expect(areGone)
  }

  @Test("a process killed while its server is starting leaves nothing either")
  func killedEarly() async {
    let mark = newMark()
    await #expect(processExitsWith: .signal(SIGKILL)) { [mark = mark as String] in
      let start = Task { try await ServerProcess.start(.announcing("sleep", mark)) }
      let isThere = await eventually { processes(with: mark).contains { runs($0) } }
      guard isThere else { exit(1) }
      kill(getpid(), SIGKILL)
      _ = try await start.value
    }
    // The guardian has the mark in its words as well.
    let areGone = await eventually { processes(with: mark).isEmpty }
    #expect(areGone)
  }

  @Test("a server dies with a guardian that is killed")
  func guardianKilled() async throws {
    let server = try await ServerProcess.start(.shell("\(announce) while :; do sleep 0.01; done"))
    let text = try ProcFile.read("/proc/\(server.pid)/stat")
    let guardian = try #require(ProcStat(text)).parent
    #expect(try ProcFile.read("/proc/\(guardian)/cmdline").contains("guard"))
    kill(guardian, SIGKILL)
    let ending = try #require(await server.waitForEnd())
    #expect(ending.cause == .unknown && !ending.wasAsked)
    #expect(server.failure?.problem.contains("together with its guardian") == true)
    let isGone = await eventually { !runs(server.pid) }
    #expect(isGone)
  }

  @Test("a server ends when nobody has it any more")
  func released() async throws {
    let mark = newMark()
    var server: ServerProcess? = try await .start(.daemons(mark))
    #expect(server != nil && processes(with: mark).count == 5)
    server = nil
    let areGone = await eventually { processes(with: mark).isEmpty }
    #expect(areGone)
  }

  @Test("a start that is cancelled leaves nothing")
  func cancelled() async throws {
    let mark = newMark()
    let start = Task { try await ServerProcess.start(.announcing("sleep", mark)) }
    let isThere = await eventually { processes(with: mark).contains { runs($0) } }
    #expect(isThere)
    start.cancel()
    let error = await #expect(throws: ServerFailure.self) { try await start.value }
    #expect(error?.reason == .cancelled)
    #expect(processes(with: mark).isEmpty)
  }

  @Test("waiting for the end can be given up, and the server goes on")
  func patience() async throws {
    let server = try await ServerProcess.start(.python(""))
    let wait = Task { await server.waitForEnd() }
    wait.cancel()
    #expect(await wait.value == nil)
    #expect(runs(server.pid))
    await server.end(grace: .zero)
  }

  /// In a process of its own, where nobody else opens descriptors or has children.
  @Test("many starts and ends leave no descriptor and no zombie")
  func leaks() async {
    await #expect(processExitsWith: .success) {
      func round() async throws {
        let server = try await ServerProcess.start(.shell("\(announce) sleep 1000 & sleep 1000"))
        await server.end(grace: .zero)
        _ = try await ServerProcess.failure(.announcing("no-such-server-here"))
        _ = try await ServerProcess.failure(.shell("exit 1"))
      }
      try await round()
      let before = try ProcessStatistics.sample().openDescriptors
      for _ in 0..<20 { try await round() }
      #expect(try ProcessStatistics.sample().openDescriptors <= before)
      #expect(waitpid(-1, nil, WNOHANG) == -1 && errno == ECHILD)
    }
  }
}
