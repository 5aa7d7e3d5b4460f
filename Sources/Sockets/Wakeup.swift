internal import CLinux
internal import Glibc

/// A descriptor that is readable once somebody has called: what a thread that waits for
/// descriptors is woken with (`eventfd(2)`).
package final class Wakeup: Sendable {
  private let descriptor: Descriptor

  /// - Throws: where descriptors have run out.
  package init() throws(Errno) {
    let fd = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard fd >= 0 else { throw .last }
    descriptor = Descriptor(owning: fd)
  }

  /// What to wait for.
  package var fd: Int32 { descriptor.rawValue }

  /// Makes it readable, until it is cleared.
  package func call() {
    var one: UInt64 = 1
    // Full only after 2^64 - 2 calls; under an edge-triggered watch each call is an edge.
    _ = Glibc.write(fd, &one, 8)
  }

  /// Makes it unreadable.
  package func clear() {
    var count: UInt64 = 0
    _ = Glibc.read(fd, &count, 8)
  }
}
