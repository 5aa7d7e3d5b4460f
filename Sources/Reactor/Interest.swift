internal import CLibevent

/// Which readiness a connection waits for, and which it was told of (`epoll(7)`).
package struct Interest: OptionSet, Sendable, CustomStringConvertible {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bytes have arrived, or the peer has finished, or the connection broke.
  package static let read = Interest(rawValue: UInt8(EV_READ))

  /// The kernel has room for output again.
  package static let write = Interest(rawValue: UInt8(EV_WRITE))

  package var description: String {
    switch self {
    case .read: "read"
    case .write: "write"
    case [.read, .write]: "read+write"
    default: "nothing"
    }
  }
}
