/// A difficult peer, to see what it does to the others.
public enum Companion: String, Sendable, CaseIterable {
  /// Connects and says nothing.
  case idle
  /// Sends as fast as it can and reads next to nothing.
  case slowReader = "slow reader"
  /// Sends its messages a byte at a time.
  case slowWriter = "slow writer"
  /// Sends a message, shuts its output down, and expects all of the echo; again and again.
  case halfCloser = "half closer"
  /// Sends a message and resets the connection before the echo has come; again and again.
  case resetter
}

/// What the companions of one kind saw.
public struct CompanionReport: Sendable, Equatable {
  /// Which kind.
  public let kind: Companion
  /// How many of them were wanted at once.
  public var wanted = 0
  /// How many stood when the measurement ended.
  public var open = 0
  /// Conversations that came to the end they should: half-closers with all of their echo, resetters
  /// that reset, slow writers' messages that came back right.
  public var rounds = 0
  /// Conversations that the server ended: what it owes its limits and deadlines, and no error.
  public var endedByServer = 0
  /// Connections that could not be opened.
  public var refused = 0
  /// Replies that were wrong, or missing where the server has no excuse.
  public var wrong = 0

  /// Nothing seen yet.
  public init(_ kind: Companion) { self.kind = kind }
}
