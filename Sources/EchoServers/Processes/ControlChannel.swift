internal import CLinux
internal import Glibc
internal import Reactor
internal import Sockets

/// The line between a program and the supervisor it has started: commands one way, a report the
/// other, and on both sides the other's end.
///
/// A pair of `SOCK_SEQPACKET` sockets: a message comes whole or not at all (`unix(7)`).
final class ControlChannel: Sendable {
  enum Message: Equatable {
    /// Finish what is in flight, and cut what is left after so many nanoseconds.
    case drain(UInt64)
    /// Cut everything and end.
    case stop
    /// The drain is over.
    case drained(DrainReport)
  }

  private let descriptor: Descriptor

  private init(_ fd: Int32) { descriptor = Descriptor(owning: fd) }

  /// Two ends.
  static func pair() throws(Errno) -> (ControlChannel, ControlChannel) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .last }
    return (ControlChannel(ends[0]), ControlChannel(ends[1]))
  }

  var fd: Int32 { descriptor.rawValue }

  /// Sends a message; the other side may have gone, which a receive will tell.
  func send(_ message: Message) {
    var words: [UInt64] =
      switch message {
      case .drain(let nanoseconds): [1, nanoseconds, 0]
      case .stop: [2, 0, 0]
      case .drained(let report):
        [3, UInt64(clamping: report.drained), UInt64(clamping: report.cut)]
      }
    while Glibc.send(fd, &words, 24, Int32(MSG_NOSIGNAL)) < 0, Errno.last == .interrupted {}
  }

  /// Waits for a message.
  ///
  /// - Returns: `nil` when the other side has ended.
  func receive() -> Message? {
    var words: [UInt64] = [0, 0, 0]
    guard MessageSocket.receive(fd, &words, 24, waits: true) == .bytes(24) else { return nil }
    switch words[0] {
    case 1: return .drain(words[1])
    case 2: return .stop
    case 3: return .drained(DrainReport(drained: Int(words[1]), cut: Int(words[2])))
    default: return nil
    }
  }
}
