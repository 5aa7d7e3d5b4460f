import CLinux
import Foundation
import Measurement
import Testing

@testable import Compare

extension GuardianCommand {
  /// The built command, next to the test bundle, where SwiftPM puts what it builds.
  static let built: GuardianCommand = {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders = [CommandLine.arguments[0], own.path].flatMap { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      return [folder, folder.deletingLastPathComponent()]
    }
    for folder in folders {
      let path = folder.appendingPathComponent("swiftlet").path
      if FileManager.default.isExecutableFile(atPath: path) {
        return GuardianCommand(words: [path, "guard"])
      }
    }
    fatalError("no swiftlet beside \(CommandLine.arguments[0]): build the whole package first")
  }()

  /// The command itself.
  static var swiftlet: String { built.words[0] }
}

extension ServerLaunch {
  /// A server that says itself when it is ready; minutes to get there.
  static func announcing(_ words: String...) -> ServerLaunch {
    ServerLaunch(
      name: "test", words: words, readiness: .listeningLines(1), startTimeout: .seconds(300))
  }

  /// A line of shell; the endpoint that it is to announce need not be there.
  static func shell(_ line: String) -> ServerLaunch { announcing("/bin/sh", "-c", line) }

  /// A server with a port, started to the end of the words.
  static func peer(_ words: String...) -> ServerLaunch {
    ServerLaunch(name: "peer", words: words, readiness: .port, startTimeout: .seconds(300))
  }
}

extension ServerProcess {
  static func start(_ launch: ServerLaunch) async throws(ServerFailure) -> ServerProcess {
    try await start(launch, guardian: .built)
  }

  /// What starting fails with.
  static func failure(_ launch: ServerLaunch) async throws -> ServerFailure {
    do throws(ServerFailure) {
      let server = try await start(launch)
      await server.end(grace: .zero)
    } catch {
      return error
    }
    return try #require(nil as ServerFailure?, "\(launch.words) has started")
  }
}

/// A line that makes a shell command ready.
let announce = "echo listening on tcp://127.0.0.1:1; "

/// A path for a file that nobody else uses.
func temporaryPath(_ name: String) -> String {
  FileManager.default.temporaryDirectory
    .appendingPathComponent("swiftlet-\(getpid())-\(UInt32.random(in: 0 ... .max))-\(name)").path
}

/// Whether a process is there, and not only as a zombie.
func runs(_ pid: Int32) -> Bool {
  guard let text = try? ProcFile.read("/proc/\(pid)/stat"), let stat = ProcStat(text) else {
    return false
  }
  return stat.state != UInt8(ascii: "Z")
}

/// Processes with a word in their command line, guardians included, which have that of their server.
func processes(with word: String) -> [Int32] {
  let names = (try? ProcFile.list("/proc")) ?? []
  return names.compactMap { Int32($0) }.filter { pid in
    let words = ((try? ProcFile.read("/proc/\(pid)/cmdline")) ?? "").split(separator: "\0")
    return words.contains { $0 == word }
  }
}

/// A number of seconds to sleep by which a process is known again.
func newMark() -> String { "\(Int.random(in: 1_000_000_000...9_000_000_000))" }
