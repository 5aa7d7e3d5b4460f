import CLinux
import Foundation
import Sockets
import Testing

@testable import Compare

@Suite("Servers that do not start")
struct ServerFailureTests {
  @Test("an empty command, and one without a port")
  func usage() async throws {
    let empty = try await ServerProcess.failure(.announcing())
    #expect(empty.reason == .noCommand && empty.isUsage)
    let fixed = try await ServerProcess.failure(.peer("nc", "-l", "5000"))
    #expect(fixed.reason == .noPlaceholder && fixed.isUsage)
    #expect(
      fixed.description == "cannot run 'peer': its command lacks {port} "
        + "(write {port} where the command expects the port to listen on)")
  }

  @Test("a program that is not there")
  func notFound() async throws {
    let failure = try await ServerProcess.failure(.peer("no-such-server-here", "{port}"))
    #expect(failure.reason == .commandNotFound("no-such-server-here") && !failure.isUsage)
    #expect(
      failure.description == "cannot run 'peer': no-such-server-here: command not found "
        + "(install it, or give its path)")
  }

  @Test("a file that is no program, a folder, a script without its interpreter")
  func notExecutable() async throws {
    let path = temporaryPath("script")
    #expect(FileManager.default.createFile(atPath: path, contents: Data("#!/no/such\n".utf8)))
    defer { unlink(path) }
    for file in [path, "/tmp"] {
      let failure = try await ServerProcess.failure(.peer(file, "{port}"))
      #expect(failure.reason == .notExecutable(file, .accessDenied))
    }
    chmod(path, 0o755)
    let failure = try await ServerProcess.failure(.peer(path, "{port}"))
    #expect(failure.reason == .notExecutable(path, .noSuchFile))
  }

  @Test("one that ends before it is ready is quoted, its control characters escaped")
  func endsEarly() async throws {
    let failure = try await ServerProcess.failure(
      .shell(#"printf 'one\ntwo \033[31m\a\n' >&2; exit 3"#))
    #expect(
      failure.reason
        == .endedBeforeReady(.exited(3), lastWords: #"two \x1b[31m\x07"#))
    #expect(
      failure.description == #"cannot run 'test': it exited with status 3 before it was ready, "#
        + #"saying: two \x1b[31m\x07 (run the command by hand, with a port in place of {port})"#)
    let silent = try await ServerProcess.failure(.shell("kill -SEGV $$"))
    #expect(silent.reason == .endedBeforeReady(.signalled(SIGSEGV), lastWords: nil))
    #expect(silent.problem == "it was ended by SIGSEGV before it was ready")
  }

  @Test("one that goes into the background is told from one that stays, and does not stay")
  func daemon() async throws {
    let mark = newMark()
    let failure = try await ServerProcess.failure(
      .shell("setsid sh -c 'sleep \(mark) & sleep \(mark)' & exit 0"))
    #expect(failure.reason == .endedBeforeReady(.exited(0), lastWords: nil))
    #expect(failure.hint == "a server must stay in the foreground, not become a daemon")
    #expect(processes(with: mark).isEmpty)
  }

  @Test("one that never becomes ready is killed when its time is over")
  func neverReady() async throws {
    let mark = newMark()
    var launch = ServerLaunch.shell("echo thinking >&2; sleep \(mark) & exec sleep \(mark)")
    launch.startTimeout = .milliseconds(300)
    var failure = try await ServerProcess.failure(launch)
    // On a busy machine it may not even have come to say something.
    if case .notReady(let time, _) = failure.reason { #expect(time == .milliseconds(300)) }
    #expect(failure.problem.hasPrefix("it was not ready within 300 ms"))
    #expect(processes(with: mark).isEmpty)
    launch.readiness = .port
    launch.words.append("{port}")
    failure = try await ServerProcess.failure(launch)
    #expect(failure.problem.hasPrefix("it was not ready within 300 ms"))
    #expect(processes(with: mark).isEmpty)
  }

  @Test("an announcement that is no endpoint")
  func noEndpoint() async throws {
    let failure = try await ServerProcess.failure(.shell("echo listening on the moon; sleep 600"))
    #expect(failure.reason == .unknownEndpoint("the moon"))
  }

  @Test("a core that is not there")
  func noCore() async throws {
    var launch = ServerLaunch.announcing("sleep", "600")
    launch.cores = [8000]
    let failure = try await ServerProcess.failure(launch)
    #expect(
      failure.description
        == "cannot run 'test': cannot put it on cores 8000: Invalid argument (EINVAL)")
  }

  @Test("the guardian's command, called by somebody else")
  func strangeCaller() async throws {
    let failure = await #expect(throws: ServerFailure.self) {
      let words = GuardianCommand.built.words + ["by", "hand"]
      return try await ServerProcess.start(
        .announcing("true"), guardian: GuardianCommand(words: words))
    }
    #expect(
      failure?.problem == "its guardian process failed: it exited with status 64, saying: "
        + "swiftlet guard: a part of 'swiftlet compare', and of no use by hand")
  }

  @Test(
    "a guardian that speaks another language: it is told to end, and killed if it does not",
    arguments: ["head -c 1 <&3 >/dev/null", "exec sleep 86400"])
  func foreignGuardian(_ rest: String) async throws {
    let words = ["bash", "-c", "echo started twice, with love >&3; \(rest)"]
    let failure = await #expect(throws: ServerFailure.self) {
      try await ServerProcess.start(.announcing("true"), guardian: GuardianCommand(words: words))
    }
    #expect(failure?.problem == "its guardian process failed: it is of another version")
  }

  @Test("a guardian that is none")
  func noGuardian() async throws {
    for (word, text) in [("false", "it exited with status 1"), ("/no/such/file", "/no/such/file")] {
      let failure = await #expect(throws: ServerFailure.self) {
        try await ServerProcess.start(.announcing("true"), guardian: GuardianCommand(words: [word]))
      }
      #expect(failure?.problem.contains("its guardian process failed: \(text)") == true)
    }
  }
}
