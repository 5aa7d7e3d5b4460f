internal import Sockets

/// A log that a hostile peer cannot flood: some lines a second, then a count of the rest.
struct ThrottledLog: Sendable {
  /// Lines let through in each second.
  private static let linesPerSecond = 10

  private struct State {
    var second: UInt64 = 0
    var lines = 0
    var withheld = 0
  }

  private final class Box: Sendable {
    let state = Locked(State())
  }

  private let box = Box()
  private let log: @Sendable (String) -> Void

  init(_ log: @escaping @Sendable (String) -> Void) { self.log = log }

  /// Logs the line, or counts it.
  func callAsFunction(_ line: @autoclosure () -> String) {
    let second = MonotonicClock.nanoseconds / 1_000_000_000
    let (passes, withheld) = box.state.withLock { state in
      var withheld = 0
      if state.second != second {
        withheld = state.withheld
        state = State(second: second)
      }
      state.lines += 1
      if state.lines > Self.linesPerSecond { state.withheld += 1 }
      return (state.lines <= Self.linesPerSecond, withheld)
    }
    if withheld > 0 { log("\(withheld) more like these") }
    if passes { log(line()) }
  }
}
