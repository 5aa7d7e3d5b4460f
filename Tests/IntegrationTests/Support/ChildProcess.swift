import CLinux
import Glibc
import Reactor
import Sockets
import Synchronization
import TestSupport

/// A process that a test started: what it says, how it ends.
///
/// It does not outlive the test.
final class ChildProcess: Sendable {
  /// How a process ended and what it had said by then.
  struct Outcome: Sendable {
    /// The exit status, or 128 and the signal that ended it, as a shell has it.
    let status: Int32
    let output: [UInt8]
    let errors: String
    /// When it ended.
    let time: ContinuousClock.Instant

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  private struct State {
    var said: [[UInt8]] = [[], []]
    var openStreams = 2
    var status: Int32?
    var end = ContinuousClock.now
    var hasEnded: Bool { openStreams == 0 && status != nil }
  }

  /// Shared with the threads that read and wait, which may outlive this object.
  private final class Shared: Sendable { let state = Locked(State()) }

  private let shared = Shared()
  /// What its input is written to; -1 once somebody has taken it.
  private let input: Atomic<Int32>
  let pid: pid_t

  /// Starts a program at a path, or found in `PATH`.
  init(_ program: String, _ arguments: [String]) throws {
    let pipes = try (0..<3).map { _ in try Self.pipe() }
    // Nothing else of the test runner's, and least of all its own output: who reads that would wait
    // for the end of a child that outlives it.
    pid = try ProcessSpawn.start(
      [program] + arguments, descriptors: [pipes[0][0], pipes[1][1], pipes[2][1]])
    for end in [pipes[0][0], pipes[1][1], pipes[2][1]] { close(end) }
    input = Atomic(pipes[0][1])
    for number in 0..<2 { try read(pipes[number + 1][0], number) }
    let pid = self.pid
    let shared = self.shared
    try SystemThread(name: "child-wait") {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      shared.state.withLock { state in
        state.status = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        state.end = .now
      }
    }.detach()
  }

  deinit {
    if !hasExited { kill(pid, SIGKILL) }
    close(input.load(ordering: .relaxed))
  }

  var isRunning: Bool { !hasExited }

  private var hasExited: Bool { shared.state.withLock { $0.status != nil } }

  var output: String { shared.state.withLock { String(decoding: $0.said[0], as: UTF8.self) } }
  var errors: String { shared.state.withLock { String(decoding: $0.said[1], as: UTF8.self) } }

  func signal(_ number: Int32) { if !hasExited { kill(pid, number) } }

  /// Writes all of `bytes` to its input, on a thread of its own, and closes it.
  func feed(_ bytes: [UInt8]) throws {
    let fd = input.exchange(-1, ordering: .relaxed)
    try SystemThread(name: "child-input") {
      var written = 0
      while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes {
          send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count <= 0 { break }
        written += count
      }
      close(fd)
    }.detach()
  }

  /// Waits until what it has said on either stream fulfils a condition.
  func waits(within seconds: Double = 600, until condition: (String) -> Bool) async -> Bool {
    await eventually(within: .seconds(seconds)) { condition(output + errors) || hasExited }
      && condition(output + errors)
  }

  /// Waits for its end; after `seconds` it is killed.
  func outcome(within seconds: Double = 600) async -> Outcome {
    if await !eventually(within: .seconds(seconds), { shared.state.withLock { $0.hasEnded } }) {
      signal(SIGKILL)
      _ = await eventually(within: .seconds(60)) { hasExited }
    }
    return shared.state.withLock { state in
      Outcome(
        status: state.status ?? -1, output: state.said[0],
        errors: String(decoding: state.said[1], as: UTF8.self), time: state.end)
    }
  }

  private func read(_ fd: Int32, _ number: Int) throws {
    let shared = self.shared
    try SystemThread(name: "child-output") {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Glibc.read(fd, &buffer, buffer.count)
        if count <= 0 { break }
        shared.state.withLock { $0.said[number] += buffer.prefix(count) }
      }
      close(fd)
      shared.state.withLock { $0.openStreams -= 1 }
    }.detach()
  }

  /// Two ends that no other child inherits.
  private static func pipe() throws -> [Int32] {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Errno(rawValue: errno) }
    return ends
  }
}
