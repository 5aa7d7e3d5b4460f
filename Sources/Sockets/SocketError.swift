/// A failed operation on a socket: what was being done, to what, why it failed, and, where there
/// is something to do about it, what.
public struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, in the infinitive: `listen on`, `connect to`, `resolve`.
  public let operation: String

  /// What it was done to, for instance `tcp://127.0.0.1:5000`.
  public let subject: String

  /// The kernel's reason, or `nil` where the reason is not the kernel's (a name that does not
  /// resolve, a file that is not a socket).
  public let errno: Errno?

  /// The reason in words.
  public let reason: String

  /// What to do about it, or an empty string.
  public let hint: String

  /// An error for which the kernel gave the reason.
  public init(_ operation: String, _ subject: String, _ errno: Errno, hint: String = "") {
    self.operation = operation
    self.subject = subject
    self.errno = errno
    self.reason = "\(errno)"
    self.hint = hint
  }

  /// An error with a reason of our own.
  public init(_ operation: String, _ subject: String, reason: String, hint: String = "") {
    self.operation = operation
    self.subject = subject
    self.errno = nil
    self.reason = reason
    self.hint = hint
  }

  /// One line: `cannot listen on tcp://127.0.0.1:5000: Address already in use (EADDRINUSE)`.
  public var description: String {
    "cannot \(operation) \(subject): \(reason)" + (hint.isEmpty ? "" : " (\(hint))")
  }
}
