public import Sockets

/// Why a connection ended.
public enum CloseReason: Hashable, Sendable {
  /// Both sides had said all they had to say.
  case finished
  /// The connection broke, or the kernel refused to watch it.
  case failed(Errno)
  /// Nothing was said for the idle timeout.
  case idle
  /// The peer took nothing of what it was owed for the write-stall timeout.
  case stalled
  /// This side cut it: the handler, a drain whose time was up, or the end of the loop.
  case aborted
}

extension CloseReason: CustomStringConvertible {
  /// In words, for logs.
  public var description: String {
    switch self {
    case .finished: "finished"
    case .failed(let errno): "failed: \(errno)"
    case .idle: "idle for too long"
    case .stalled: "the peer stopped reading"
    case .aborted: "aborted"
    }
  }
}

/// What an `async` read or write throws.
public enum ConnectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The connection is gone, and why.
  case closed(CloseReason)
  /// The task was cancelled while it waited. The connection lives on.
  case cancelled

  /// In words.
  public var description: String {
    switch self {
    case .closed(let reason): "the connection is closed: \(reason)"
    case .cancelled: "the wait was cancelled"
    }
  }
}
