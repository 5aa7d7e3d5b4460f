internal import Sockets

/// How a server ended, and what all of it has cost from beginning to end.
///
/// The totals are the kernel's (`rusage`, wait4(2)): they hold every process and thread that the
/// server ever had and waited for, also those that ended long before. So for work in which
/// connections come and go, and with them processes or threads, context switches are to be taken from
/// here: ``TreeSample`` sees only those of threads that are there. For a stretch in the middle of a
/// server's life, in which none ends, take the difference of two samples.
///
/// What no figure holds is the cost of children that nobody waited for because their parent ignores
/// SIGCHLD (``TreeSample/losesEndedChildren``).
public struct ServerEnding: Sendable, Equatable {
  /// What ended the server's own process.
  public enum Cause: Sendable, Equatable {
    /// It called exit(3) with this status.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
    /// Its guardian ended first, and took its status along.
    case unknown
  }

  /// What ended it.
  public let cause: Cause
  /// Whether it was asked to end; a server that ends without has failed.
  public let wasAsked: Bool
  /// Whether it did not end within the grace, and was killed.
  public let wasKilled: Bool
  /// CPU time of all its processes in user mode, in seconds.
  public let userCPUSeconds: Double
  /// CPU time in the kernel on their behalf, in seconds.
  public let systemCPUSeconds: Double
  /// How often their threads gave up the CPU to wait.
  public let voluntarySwitches: Int
  /// How often their threads were taken off the CPU.
  public let involuntarySwitches: Int
  /// The most memory that the largest of them ever had resident, in bytes.
  public let largestResidentBytes: Int
  /// Processes that it did not wait for: killed, or left behind as daemons.
  public let processesLeftBehind: Int
  /// Processes that could not be killed, because they belong to another user.
  public let survivors: Int
  /// The last lines that it wrote to standard error, at most 20, each of at most 400 characters,
  /// with control characters escaped.
  public let lastErrorLines: [String]

  init(_ totals: ServerTotals?, lastErrorLines: [String]) {
    cause = totals.map { Cause(status: $0.status) } ?? .unknown
    let totals = totals ?? ServerTotals()
    wasAsked = totals.wasAsked
    wasKilled = totals.wasKilled
    userCPUSeconds = Double(totals.userMicroseconds) / 1e6
    systemCPUSeconds = Double(totals.systemMicroseconds) / 1e6
    voluntarySwitches = Int(totals.voluntarySwitches)
    involuntarySwitches = Int(totals.involuntarySwitches)
    largestResidentBytes = Int(totals.largestKibibytes) * 1024
    processesLeftBehind = Int(totals.leftBehind)
    survivors = Int(totals.survivors)
    self.lastErrorLines = lastErrorLines
  }
}

extension ServerEnding.Cause: CustomStringConvertible {
  /// In words: `exited with status 1`, `was ended by SIGSEGV`.
  public var description: String {
    switch self {
    case .exited(let status): "exited with status \(status)"
    case .signalled(let number): "was ended by \(SignalName.of(number))"
    case .unknown: "was ended together with its guardian"
    }
  }

  /// From the status word of wait4(2).
  init(status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}
