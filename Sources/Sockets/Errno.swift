internal import CLinux
internal import Glibc

/// An error number of the kernel, as `errno(3)` names it.
///
/// The system-call layer reads `errno` once, right behind the failing call, and passes it on in
/// this form; nothing above ever looks at the global.
public struct Errno: RawRepresentable, Error, Hashable, Sendable {
  /// The number, for instance 98 for `EADDRINUSE`.
  public let rawValue: Int32

  /// Wraps a number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// What the last failed call of this thread left behind.
  @inline(__always)
  package static var last: Errno { Errno(rawValue: errno) }

  package static let interrupted = Errno(rawValue: EINTR)
  package static let wouldBlock = Errno(rawValue: EAGAIN)
  package static let inProgress = Errno(rawValue: EINPROGRESS)
  package static let noMemory = Errno(rawValue: ENOMEM)
  package static let invalidArgument = Errno(rawValue: EINVAL)
  package static let timedOut = Errno(rawValue: ETIMEDOUT)
  package static let brokenPipe = Errno(rawValue: EPIPE)
  package static let notConnected = Errno(rawValue: ENOTCONN)
  package static let canceled = Errno(rawValue: ECANCELED)
  package static let connectionReset = Errno(rawValue: ECONNRESET)
  package static let connectionAborted = Errno(rawValue: ECONNABORTED)
  package static let connectionRefused = Errno(rawValue: ECONNREFUSED)
  package static let addressInUse = Errno(rawValue: EADDRINUSE)
  package static let addressNotAvailable = Errno(rawValue: EADDRNOTAVAIL)
  package static let accessDenied = Errno(rawValue: EACCES)
  package static let noSuchFile = Errno(rawValue: ENOENT)
  package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
  package static let processFileLimit = Errno(rawValue: EMFILE)
  package static let systemFileLimit = Errno(rawValue: ENFILE)
  package static let noBufferSpace = Errno(rawValue: ENOBUFS)
  package static let noSpace = Errno(rawValue: ENOSPC)

  /// The process, or the machine, has run out of something that comes back when others let go:
  /// descriptors, socket buffers or memory (`accept(2)`, `epoll_ctl(2)`).
  package var isExhaustion: Bool {
    switch self {
    case .processFileLimit, .systemFileLimit, .noBufferSpace, .noMemory, .noSpace: true
    default: false
    }
  }
}

extension Errno: CustomStringConvertible {
  /// The kernel's words and the symbol, for instance `Address already in use (EADDRINUSE)`.
  public var description: String {
    let words = String(cString: strerror(rawValue))
    guard let name = strerrorname_np(rawValue) else { return "\(words) (errno \(rawValue))" }
    return "\(words) (\(String(cString: name)))"
  }
}
