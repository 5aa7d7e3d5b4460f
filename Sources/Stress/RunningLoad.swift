/// A load under way: how it is doing, second by second, and its report.
///
/// ```swift
/// let load = LoadGenerator(plan).start()
/// for await second in load.progress where second.phase == .measuring {
///   print(second.interval.messagesPerSecond)
/// }
/// let report = try await load.report()
/// ```
public struct RunningLoad: Sendable {
  /// How it is doing, once a second; ends with the load.
  ///
  /// For one reader, who may look away: the last minute is kept.
  public let progress: AsyncStream<StressProgress>

  private let task: Task<Result<StressReport, StressError>, Never>

  init(_ generator: LoadGenerator) {
    let (stream, continuation) = AsyncStream<StressProgress>.makeStream(
      bufferingPolicy: .bufferingNewest(60))
    progress = stream
    task = Task {
      defer { continuation.finish() }
      do throws(StressError) {
        return .success(try await generator.run { continuation.yield($0) })
      } catch {
        return .failure(error)
      }
    }
  }

  /// Ends it early; it still reports.
  ///
  /// Idempotent; from any thread.
  public func stop() { task.cancel() }

  /// Waits for its end.
  ///
  /// - Throws: where there could be no load at all; what goes wrong during one is in the report.
  public func report() async throws(StressError) -> StressReport { try await task.value.get() }
}

extension LoadGenerator {
  /// Starts the load on threads of its own.
  public func start() -> RunningLoad { RunningLoad(self) }
}
