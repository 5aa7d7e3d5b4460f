import Foundation
import TestSupport
import Testing

/// The built command.
enum Swiftlet {
  /// Next to the test bundle, where SwiftPM puts what it builds.
  static let path: String = {
    let folders = CommandLine.arguments.prefix(1).map { URL(fileURLWithPath: $0) }
    let candidates = folders.flatMap { url in
      [
        url.deletingLastPathComponent(),
        url.deletingLastPathComponent().deletingLastPathComponent(),
      ]
    }
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    for folder in candidates + [own] {
      let path = folder.appendingPathComponent("swiftlet").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    fatalError("no swiftlet beside \(CommandLine.arguments[0]): build the whole package first")
  }()

  /// Runs a command that ends by itself.
  static func run(
    _ arguments: String..., input: String = "", within seconds: Double = 600
  ) async throws -> ChildProcess.Outcome {
    let child = try ChildProcess(path, arguments)
    try child.feed(Array(input.utf8))
    return await child.outcome(within: seconds)
  }

  /// Runs a line of shell in which `$SWIFTLET` is the command.
  static func shell(_ line: String, within seconds: Double = 600) async throws
    -> ChildProcess.Outcome
  {
    // Without the start-up file, which bash reads when its input is a socket, as it is here.
    let child = try ChildProcess("bash", ["--norc", "-c", "SWIFTLET='\(path)'; " + line])
    try child.feed([])
    return await child.outcome(within: seconds)
  }

  /// A `serve` that listens.
  static func serve(_ arguments: String...) async throws -> Server {
    try await Server(ChildProcess(path, ["serve"] + arguments))
  }

  /// A server as a child, and where it listens.
  struct Server {
    let child: ChildProcess
    /// As it printed them.
    let endpoints: [String]
    /// What it had open before anybody came.
    private let descriptorsAtStart: Int

    init(_ child: ChildProcess, listeners: Int = 1) async throws {
      self.child = child
      let isListening = await child.waits {
        $0.components(separatedBy: "listening on ").count > listeners && $0.hasSuffix("\n")
      }
      try #require(isListening, "\(child.output)\(child.errors)")
      endpoints = child.output.split(separator: "\n").filter { $0.hasPrefix("listening on ") }
        .map { String($0.dropFirst("listening on ".count)) }
      descriptorsAtStart = Self.descriptors(of: child)
    }

    var endpoint: String { endpoints[0] }
    var port: String { String(endpoint.split(separator: ":").last ?? "") }

    /// Ends it as an operator would, and sees to it that it has let go of every connection but
    /// those that are still there.
    func terminate(
      connected: Int = 0, location: SourceLocation = #_sourceLocation
    ) async -> ChildProcess.Outcome {
      let isCalm = await hasOnly(connected: connected)
      #expect(isCalm, "descriptors were left behind", sourceLocation: location)
      child.signal(SIGTERM)
      return await child.outcome()
    }

    /// Waits until it has let go of every connection but so many.
    func hasOnly(connected: Int = 0) async -> Bool {
      await eventually {
        Self.descriptors(of: child) <= descriptorsAtStart + connected
      }
    }

    private static func descriptors(of child: ChildProcess) -> Int {
      let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.pid)/fd")
      return names?.count ?? 0
    }
  }
}

/// A path for a file that nobody else uses.
func temporaryPath(_ name: String) -> String {
  FileManager.default.temporaryDirectory
    .appendingPathComponent("swiftlet-\(getpid())-\(UInt32.random(in: 0 ... .max))-\(name)").path
}

/// Nothing that a user can cause may look like a crash.
func expectNoCrash(_ outcome: ChildProcess.Outcome) {
  #expect(!outcome.errors.contains("Fatal error"), "\(outcome.errors)")
  #expect(!outcome.errors.contains("Thread 0"), "\(outcome.errors)")
  #expect(outcome.status < 128 || outcome.status == 137, "\(outcome.status): \(outcome.errors)")
}
