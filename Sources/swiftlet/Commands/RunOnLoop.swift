import Reactor

/// Runs a command's body on a loop on the main thread, the only one of the process.
///
/// - Throws: what the body throws; where there is no loop to be had, that.
func runOnLoop(
  _ configuration: EventLoop.Configuration = EventLoop.Configuration(),
  _ body: @escaping @Sendable (EventLoop) async throws(CommandError) -> ExitStatus
) throws(CommandError) -> ExitStatus {
  do {
    return try EventLoop.run(configuration) { try await body($0) }
  } catch let error as CommandError {
    throw error
  } catch {
    throw .unavailable("\(error)")
  }
}
