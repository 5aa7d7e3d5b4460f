internal import Measurement
public import Sockets

/// A server that runs below a guardian, with all of its processes.
///
/// Safe to use from any thread. When the last reference goes, the server is killed; when this
/// process goes, however it does, so is the server: see ``Guardian``.
public final class ServerProcess: Sendable {
  /// What it is called in messages.
  public let name: String
  /// The number of its own process, the root of its tree.
  public let pid: Int32
  /// Where it listens.
  public let endpoints: [Endpoint]
  private let guardian: Int32
  private let shared: ServerShared

  /// Starts a server and waits until it is ready.
  ///
  /// A task that is cancelled meanwhile ends it.
  ///
  /// - Parameters:
  ///   - launch: what to start.
  ///   - guardian: the command that becomes its guardian.
  /// - Throws: ``ServerFailure``; then nothing is left of it.
  public static func start(
    _ launch: ServerLaunch, guardian: GuardianCommand = .own
  ) async throws(ServerFailure) -> ServerProcess {
    guard launch.words.first?.isEmpty == false else { throw ServerFailure(launch.name, .noCommand) }
    if launch.readiness == .port, !launch.asksForPort {
      throw ServerFailure(launch.name, .noPlaceholder)
    }
    let port = launch.asksForPort ? FreePort.pick() : nil
    if launch.asksForPort, port == nil {
      throw ServerFailure(launch.name, .noResources("find a free port", "there is none"))
    }
    return try await start(launch, port: port, guardian: guardian)
  }

  /// Starts it with a port that was chosen before.
  static func start(
    _ launch: ServerLaunch, port: UInt16?, guardian: GuardianCommand
  ) async throws(ServerFailure) -> ServerProcess {
    let shared = ServerShared()
    do throws(SocketError) {
      try SystemThread(name: "server-watch") {
        ServerWatch.run(launch, port: port, command: guardian, shared: shared)
      }.detach()
    } catch {
      throw ServerFailure(launch.name, .noResources(error.operation, error.reason))
    }
    let result = await withTaskCancellationHandler {
      await shared.started()
    } onCancel: {
      shared.order(graceMilliseconds: 0)
    }
    let running = try result.get()
    return ServerProcess(launch.name, running, shared)
  }

  private init(_ name: String, _ running: ServerShared.Running, _ shared: ServerShared) {
    self.name = name
    pid = running.pid
    guardian = running.guardian
    endpoints = running.endpoints
    self.shared = shared
  }

  deinit { shared.order(graceMilliseconds: 0) }

  /// How it ended, once all of it is gone; `nil`: it runs.
  public var ending: ServerEnding? { shared.ending }

  /// Why it can be used no longer: it has ended without having been asked to; `nil` otherwise.
  public var failure: ServerFailure? {
    guard let ending, !ending.wasAsked else { return nil }
    return ServerFailure(name, .ended(ending))
  }

  /// Samples its whole tree of processes.
  ///
  /// Takes some 20 µs for each process of the machine, and by its parts some more, see
  /// ``TreeSample/Parts``: milliseconds for a server with one process, seconds for thousands. It
  /// blocks its thread for that long, so do it before or after what is measured, or ask for less.
  ///
  /// - Throws: ``ServerFailure``, above all where it has ended.
  public func sample(_ parts: TreeSample.Parts = .all) throws(ServerFailure) -> TreeSample {
    do throws(ProcessStatisticsError) {
      let sample = try TreeSample.read(below: guardian, parts)
      if let sample, ending == nil { return sample }
    } catch {
      throw ServerFailure(name, .unreadable("\(error)"))
    }
    throw ServerFailure(name, .ended(ending))
  }

  /// The same on a thread of its own, for tasks, which must not block theirs that long.
  ///
  /// - Throws: ``ServerFailure``, above all where it has ended.
  public func sampleAside(
    _ parts: TreeSample.Parts = .all
  ) async throws(ServerFailure) -> TreeSample {
    try await SystemThread.run(name: "server-sample") {
      Result { () throws(ServerFailure) in try self.sample(parts) }
    }.get()
  }

  /// Waits until it has ended by itself or been ended.
  ///
  /// - Returns: how, or `nil` if the calling task was cancelled first; then the server goes on.
  public func waitForEnd() async -> ServerEnding? { await shared.ended() }

  /// Ends it: SIGTERM to its own process, and after the grace SIGKILL to all that is left.
  ///
  /// When its own process has ended within the grace, descendants that are left are killed. May be
  /// called again, also while it is at it: the shortest grace counts. Not cut short by cancellation.
  ///
  /// - Parameter grace: how long it may take to end; zero kills at once.
  /// - Returns: how it ended, when nothing is left of it.
  @discardableResult
  public func end(grace: Duration) async -> ServerEnding {
    // Rounded up: less than a millisecond is not nothing.
    let milliseconds = (grace.nanosecondsClamped + 999_999) / 1_000_000
    shared.order(graceMilliseconds: milliseconds)
    return await shared.endedForCertain()
  }
}
