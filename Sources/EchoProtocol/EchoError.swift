/// Why a session gave up on its connection.
///
/// Each is the peer's doing, or a transform's: the server goes on, this connection closes.
/// Indirect, so that it takes one word in every session and every status.
public indirect enum EchoError: Error, Equatable, Sendable {
  /// A line has more payload bytes than the limit allows.
  case frameTooLong(limit: Int)

  /// A length prefix announces more payload bytes than the limit allows.
  case announcedTooLong(announced: Int, limit: Int)

  /// The input ended within a length frame.
  ///
  /// `announced` is the frame's payload in bytes and `have` how much of it came. When the input
  /// ended within the prefix itself, `announced` is nil and `have` counts the prefix's bytes.
  case truncatedFrame(have: Int, announced: Int?)

  /// A transform threw; the reason is its error in words.
  case transformFailed(name: String, reason: String)
}

extension EchoError: CustomStringConvertible {
  /// What happened, one clause for a log line.
  public var description: String {
    switch self {
    case .frameTooLong(let limit):
      "a line is longer than the limit of \(limit) bytes"
    case .announcedTooLong(let announced, let limit):
      "a frame of \(announced) bytes is announced and the limit is \(limit) bytes"
    case .truncatedFrame(let have, let announced?):
      "the input ended after \(have) of a frame's \(announced) bytes"
    case .truncatedFrame(let have, nil):
      "the input ended after \(have) of a length prefix's \(Framing.prefixBytes) bytes"
    case .transformFailed(let name, let reason):
      "the transform `\(name)` failed: \(reason)"
    }
  }
}
