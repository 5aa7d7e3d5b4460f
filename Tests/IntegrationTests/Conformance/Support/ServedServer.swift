import CLinux
import EchoProtocol
import Foundation
import Sockets
import Synchronization
import TestSupport
import Testing

/// `swiftlet serve` with one model as a child: started, lent, ended, and seen to leave nothing
/// behind.
final class ServedServer: Sendable {
  let model: ServedModel
  let child: ChildProcess
  /// How many it serves at once, if it has a fixed number of servants.
  let clients: Int
  /// Where it listens, in the order in which it was told.
  let endpoints: [Endpoint]
  private let isKilled = Atomic<Bool>(false)

  /// The server's own process.
  var process: ProcessView { ProcessView(pid: child.pid) }

  /// In a model of processes, those that serve.
  ///
  /// The command's one child forks them, because it has one thread for its whole life.
  var servants: Set<ProcessView> { process.descendants.filter { $0.parent != child.pid } }

  /// Waits until all servants of a fixed set are there.
  func expectComplete(location: SourceLocation = #_sourceLocation) async {
    guard model.isProcessModel, model.hasFixedServants else { return }
    let isComplete = await eventually { servants.count == clients }
    #expect(isComplete, "\(servants.count) of \(clients)", sourceLocation: location)
  }

  private init(_ model: ServedModel, _ child: ChildProcess, clients: Int, listeners: Int)
    async throws
  {
    self.model = model
    self.child = child
    self.clients = clients
    let server = try await Swiftlet.Server(child, listeners: listeners)
    endpoints = try server.endpoints.map { try Endpoint(parsing: $0) }
  }

  /// Starts a server, lends it, ends it as an operator would if the body has not, and sees to it
  /// that nothing is left of it.
  ///
  /// - Parameters:
  ///   - endpoints: as on the command line.
  ///   - clients: how many must be served at once.
  ///   - wrapper: a command that becomes the server, in front of it.
  static func lend(
    _ model: ServedModel, _ endpoints: [String], _ options: [String] = [], clients: Int = 8,
    wrapper: [String] = [], _ body: (ServedServer) async throws -> Void
  ) async throws {
    try await ServerSlots.shared.lend {
      let words =
        wrapper + [Swiftlet.path, "serve", "--json"]
        + model.options(forClients: clients) + options + endpoints
      let child = try ChildProcess(words[0], Array(words.dropFirst()))
      let server = try await ServedServer(
        model, child, clients: clients, listeners: endpoints.count)
      let traces = ServerTraces()
      do {
        await server.expectComplete()
        traces.look(at: server.process)
        try await body(server)
        traces.look(at: server.process)
        if child.isRunning { await server.end() }
      } catch {
        await server.kill()
        throw error
      }
      await traces.expectNone()
      server.expectNoSocketFiles()
    }
  }

  /// Ends it with SIGKILL: it can clean up nothing.
  func kill() async {
    isKilled.store(true, ordering: .relaxed)
    child.signal(SIGKILL)
    _ = await child.outcome()
  }

  /// Waits for its end, for which it has been asked with `signal`.
  ///
  /// - Returns: its last report; empty if there was none, which is recorded.
  @discardableResult
  func end(
    _ signal: Int32? = SIGTERM, location: SourceLocation = #_sourceLocation
  ) async -> ServeFigures {
    if let signal { child.signal(signal) }
    let outcome = await child.outcome()
    expectNoCrash(outcome)
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: location)
    let line = outcome.text.split(separator: "\n").last ?? ""
    guard let figures = ServeFigures(json: String(line)) else {
      Issue.record("no report: \(outcome.text)\(outcome.errors)", sourceLocation: location)
      return ServeFigures()
    }
    return figures
  }

  /// What it reports while it serves, in words and figures.
  func figures() async throws -> ServeFigures {
    func reports() -> Int { child.errors.components(separatedBy: ServeFigures.head).count - 1 }
    let before = reports()
    child.signal(SIGUSR1)
    let hasReported = await child.waits { _ in
      reports() > before && child.errors.hasSuffix("\n")
    }
    try #require(hasReported, "no report: \(child.errors)")
    return ServeFigures(table: child.errors)
  }

  /// Waits until what it reports fulfils a condition; a sign of life comes with each report.
  func waits(
    location: SourceLocation = #_sourceLocation, until condition: (ServeFigures) -> Bool
  ) async throws {
    let end = ContinuousClock.now + .seconds(600)
    var last: ServeFigures
    repeat {
      last = try await figures()
      if condition(last) { return }
      try await Task.sleep(for: .milliseconds(10))
    } while ContinuousClock.now < end
    Issue.record("waited in vain: \(last)", sourceLocation: location)
  }

  private func expectNoSocketFiles() {
    guard !isKilled.load(ordering: .relaxed) else { return }
    for case .unix(let path) in endpoints where !path.hasPrefix("@") {
      #expect(access(path, F_OK) != 0, "\(path) was left behind")
    }
  }
}
